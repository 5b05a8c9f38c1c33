"""python -m evidence."""

from evidence.commands import main

main()
