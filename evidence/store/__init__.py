"""one folder per case: database, vault of sources, journal."""
