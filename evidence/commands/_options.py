"""Options that several commands have: one name, one meaning, one sentence of help."""

import os
from pathlib import Path

import click

PSEUDONYMS = click.option(
    "--pseudonyms", "key", type=click.Path(path_type=Path), help="Remplace les identités ; clé à garder à part."
)
MODEL = click.option("--model", help="Autre modèle spaCy du français, installé.")
RULES = click.option(
    "--rules", type=click.Path(path_type=Path), help="Dossier de règles qui complète ou remplace le catalogue."
)
JOBS = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=lambda: os.cpu_count() or 1,
    show_default="tous les cœurs",
    metavar="N",
    help="Processus qui se partagent le travail ; le résultat est le même.",
)
PASSWORDS = click.option(
    "--password-file",
    "passwords",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FICHIER",
    help="Mots de passe à essayer, un par ligne ; le journal dit combien, jamais lesquels.",
)
