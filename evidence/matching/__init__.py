"""Doc + Catalogue -> findings."""
