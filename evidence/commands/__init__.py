"""The command line: finds commands by file; turns errors into a message, an advice and an exit code."""


def main() -> None:
    """Run the command line (to be written)."""
