"""findings + reviews -> Assessment per element."""
