"""The command line: finds commands by file; turns errors into a message, an advice and an exit code."""

import ast
import gettext
import importlib
import os
import sys
import traceback
from difflib import get_close_matches
from pathlib import Path
from types import TracebackType

import click

from evidence.commands._words import FRENCH
from evidence.errors import CaseError, EvidenceError, PartialError

HERE = Path(__file__).parent
INTERRUPTED = 130


class Lazy(click.Group):
    """A group whose commands are the files of this folder; one is imported only when it is called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order of the work."""
        names = sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))
        order = ("scan", "ingest", "analyze", "findings", "review", "persons", "graph", "timeline", "assess", "dossier")
        return sorted(names, key=lambda name: (order.index(name) if name in order else len(order), name))

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Return the command *name*, None when there is no such file."""
        if name not in self.list_commands(ctx):
            return None
        command = importlib.import_module(f"evidence.commands.{name}").COMMAND
        assert isinstance(command, click.Command)  # noqa: S101 (a file without COMMAND is ours to mend)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the first line of each file's docstring: nothing is imported for a help page."""
        rows = [(name, _summary(HERE / f"{name}.py")) for name in self.list_commands(ctx)]
        with formatter.section("Commandes"):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown one proposes the nearest."""
        name = args[0]
        if not name.startswith("-") and name not in self.list_commands(ctx):
            near = get_close_matches(name, self.list_commands(ctx), 1)
            hint = f" Vouliez-vous dire « {near[0]} » ?" if near else " emprise --help les liste."
            raise click.UsageError(f"« {name} » n’est pas une commande.{hint}", ctx)
        return super().resolve_command(ctx, args)


def _summary(path: Path) -> str:
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return text.splitlines()[0] if text else ""


class _French(gettext.NullTranslations):
    """Click's own sentences, in French."""

    def gettext(self, message: str) -> str:
        return FRENCH.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return FRENCH.get(msgid1 if n == 1 else msgid2, msgid1 if n == 1 else msgid2)


class Pages(click.HelpFormatter):
    """Help pages with the French blank before a colon."""

    def write_heading(self, heading: str) -> None:
        """Write the title of a section."""
        self.write(f"{'':>{self.current_indent}}{heading} :\n")


def _speak_french() -> None:
    """Make click's modules translate with our table: they import the functions by name."""
    click.Context.formatter_class = Pages
    french = _French()
    for name, module in list(sys.modules.items()):
        if name.startswith("click.") or name == "click":
            for attribute, function in (("_", french.gettext), ("ngettext", french.ngettext)):
                if hasattr(module, attribute) and not isinstance(getattr(module, attribute), type(sys)):
                    setattr(module, attribute, function)


@click.group(
    cls=Lazy,
    subcommand_metavar="COMMANDE …",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="emprise", prog_name="emprise", help="Montre la version et sort.")
def emprise() -> None:
    """Lit les pièces d’une affaire et relève ce qui touche à la sujétion psychologique : mots, place, auteur, statut.

    Il ne juge pas : il relève, cite et range. Une personne relit tout. Rien ne quitte la machine.

    \b
    Exemple :
      emprise ingest affaire/ pieces/
      emprise analyze affaire/
      emprise dossier affaire/ -o dossier/
    """  # noqa: D301 (click reads this backslash-b: the lines below it are not wrapped)


def _bug(kind: type[BaseException], _error: BaseException, trace: TracebackType | None) -> None:
    """Say where the program broke, never with which words: the message of an exception may quote a piece."""
    places = traceback.extract_tb(trace)
    lines = [f"  {Path(place.filename).name}:{place.lineno} {place.name}" for place in places]
    title = "Défaut d’emprise ; rien n’est perdu dans l’affaire. À signaler tel quel :"
    click.echo("\n".join([title, *lines, f"  {kind.__name__}"]), err=True)


def main() -> None:
    """Run the command line and exit with its code."""
    os.umask(0o077)  # what a case gives is for its owner alone
    sys.excepthook = _bug
    _speak_french()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = emprise.main(prog_name="emprise", standalone_mode=False)
    except click.UsageError as error:
        error.show()
        code = error.exit_code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrompu. Ce qui était fait le reste ; relancez la même commande pour reprendre.", err=True)
        code = INTERRUPTED
    except EvidenceError as error:
        label = "Attention : " if isinstance(error, PartialError) else "Erreur : "
        click.echo(click.style(label, fg="red") + str(error), err=True)
        if error.advice:
            click.echo(error.advice, err=True)
        code = error.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    except OSError as error:
        where = f"{error.filename} : " if error.filename else ""
        click.echo(click.style("Erreur : ", fg="red") + f"{where}{error.strerror or 'accès impossible'}", err=True)
        click.echo("Vérifiez la place libre sur le disque et les droits ; l’affaire, elle, n’a pas changé.", err=True)
        code = CaseError.exit_code
    sys.exit(code if isinstance(code, int) else 0)
