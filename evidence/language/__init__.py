"""Document -> spaCy Doc."""
