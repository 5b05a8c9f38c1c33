"""Dit ce qui est installé, ce qui manque, et si le disque d’une affaire est chiffré."""

from pathlib import Path

import click

STATES = {
    "encrypted": "chiffré",
    "clear": "NON CHIFFRÉ",
    "memory": "en mémoire vive : rien n’y reste après l’arrêt",
    "unknown": "état inconnu",
}
ADVICE = """Que faire : gardez l’affaire sur un disque chiffré (LUKS sous Linux, FileVault sous macOS, BitLocker sous
Windows), ou enfermez-la quand vous ne travaillez pas :
emprise seal AFFAIRE -o affaire.age, puis emprise purge AFFAIRE."""


@click.command(help=__doc__)
@click.argument("case", type=click.Path(path_type=Path, exists=True), required=False, metavar="[AFFAIRE]")
def COMMAND(case: Path | None) -> None:
    """Print one line a thing; end with 5 when something necessary is missing."""
    from evidence.commands._doctor import late, tools
    from evidence.errors import MissingToolError
    from evidence.store import disk

    missing = []
    for tool in tools():
        mark = "✓" if tool.there else "✗" if tool.needed else "–"
        click.echo(f"{mark} {tool.name} : {tool.said}")
        if tool.needed and not tool.there:
            missing.append(tool.name)
    folder = case or Path.cwd()
    state = disk.state(folder)
    click.echo(f"{'✓' if state in ('encrypted', 'memory') else '✗'} disque de {folder} : {STATES[state]}")
    if state in ("clear", "unknown"):
        click.echo(ADVICE)
    if case is not None:
        late(case)
    if missing:
        raise MissingToolError(f"il manque : {', '.join(missing)}", "Réinstallez emprise dans un environnement neuf.")
