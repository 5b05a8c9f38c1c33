"""The door of a checkout: python cli.py."""

from evidence.commands import main

if __name__ == "__main__":
    main()
