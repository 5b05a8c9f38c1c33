"""The tables of a case. Reviews and journal are append-only by trigger; findings are derived and replaced whole."""

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text

metadata = MetaData()

# key -> value: format of the case, its name, stamps of the last analysis.
meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

# One line a file or attachment, in the order of entry: *piece* is our number, stable for ever.
pieces = Table(
    "pieces",
    metadata,
    Column("piece", Integer, primary_key=True),
    Column("source", Text, nullable=False, unique=True),
    Column("cote", Text),
    # model.Source, model.Reading without its document, model.Document (NULL when nothing was read), as JSON.
    Column("source_json", Text, nullable=False),
    Column("reading_json", Text, nullable=False),
    Column("document_json", Text),
)

# What came in again, byte for byte: the name given, and the piece it repeats.
duplicates = Table(
    "duplicates",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("source", Text, nullable=False),
)

# Derived: thrown away and made again by each analysis. *rank* keeps the order of the text.
findings = Table(
    "findings",
    metadata,
    Column("rank", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("criterion", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("finding_json", Text, nullable=False),
)
Index("findings_by_id", findings.c.id)
Index("findings_by_source", findings.c.source)

# Who is what in which act, read in the headers: derived as findings are.
roles = Table(
    "roles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
)

# Human decisions: only added, the last one counts; kept when their finding has gone.
reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("finding", Text, nullable=False),
    Column("review_json", Text, nullable=False),
)

# Hash-chained: each line holds the hash of the one before.
journal = Table(
    "journal",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("detail_json", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

APPEND_ONLY = ("reviews", "journal")
