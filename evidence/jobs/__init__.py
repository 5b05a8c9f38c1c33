"""how work is spread; knows nothing of the law."""
