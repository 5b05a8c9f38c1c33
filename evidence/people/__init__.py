"""mentions -> persons and groups."""
