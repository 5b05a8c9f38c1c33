"""A command that holds others: its help page gives each of them its whole sentence."""

import click

# No sentence of ours is longer; click cuts at the width of a column.
WHOLE = 400


class Group(click.Group):
    """A group whose help page wraps what click would cut, and says « COMMANDE »."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Make the group."""
        kwargs.setdefault("subcommand_metavar", "COMMANDE …")
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the name and the sentence of each command."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, command.get_short_help_str(WHOLE)) for name, command in found if command is not None]
        with formatter.section("Commandes"):
            formatter.write_dl(rows)
