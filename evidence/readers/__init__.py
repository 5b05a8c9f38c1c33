"""file -> Document."""
