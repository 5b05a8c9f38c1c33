"""findings + reviews -> Links."""
