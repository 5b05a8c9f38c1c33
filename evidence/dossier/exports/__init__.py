"""one export format per file."""
