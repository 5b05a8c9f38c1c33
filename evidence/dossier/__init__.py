"""-> Dossier and files."""
