"""rules/ -> Catalogue."""
