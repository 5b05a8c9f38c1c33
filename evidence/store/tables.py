"""The tables of a case, format 2. Decisions and journal are append-only by trigger; what is derived is replaced whole.

Every row but the journal's carries its *seal*, the hash of its cells, which a line of the journal repeats (or, for the
derived tables, the digest of all seals): ``emprise verify`` names a cell that changed. Types are those that SQLite and
PostgreSQL share.
"""

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text

metadata = MetaData()


def _seal() -> Column[str]:
    return Column("seal", Text, nullable=False)


# key -> value: format of the case, its name, stamps of the last analysis.
meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False), _seal())

# One line a file or attachment, in the order of entry: *piece* is our number, stable for ever.
pieces = Table(
    "pieces",
    metadata,
    Column("piece", Integer, primary_key=True),
    Column("source", Text, nullable=False, unique=True),
    Column("entered_at", Text, nullable=False),
    Column("entered_by", Text, nullable=False),
    # model.Source, model.Reading without its document, model.Document (NULL when nothing was read), as JSON.
    Column("source_json", Text, nullable=False),
    Column("reading_json", Text, nullable=False),
    Column("document_json", Text),
    _seal(),
)

# What came in again, byte for byte: the name given, and the piece it repeats.
duplicates = Table(
    "duplicates",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("source", Text, nullable=False),
    _seal(),
)

# Human decisions (evidence/decisions.py), of every *kind*: only added; those whose finding has gone are kept.
decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("undoes", Integer),
    # Where the passage stood, so that a decision finds it again: source, criterion, start and end of its sentence.
    Column("passage_json", Text),
    Column("decision_json", Text, nullable=False),
    _seal(),
)
Index("decisions_by_subject", decisions.c.subject)

# Hash-chained: each line holds the hash of the one before. *sealed_json*: the seals of the rows its command wrote.
journal = Table(
    "journal",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("detail_json", Text, nullable=False),
    Column("why", Text),
    Column("sealed_json", Text),
    Column("hash", Text, nullable=False),
)

# Derived: thrown away and made again by each analysis. *rank* keeps the order of the text; *first* and *last* are days.
findings = Table(
    "findings",
    metadata,
    Column("rank", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("criterion", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("first", Text),
    Column("last", Text),
    Column("finding_json", Text, nullable=False),
    _seal(),
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
    _seal(),
)

# Every name that a text gives to someone, with its places as JSON [[start, end], …]: derived.
names = Table(
    "names",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("places_json", Text, nullable=False),
    _seal(),
)
Index("names_by_source", names.c.source)

# What pieces may agree or differ on, in the shape of findings and counted among none: derived.
facts = Table(
    "facts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("fact_json", Text, nullable=False),
    _seal(),
)

# What the last analysis changed: appeared, disappeared or changed, each finding before and after.
changes = Table(
    "changes",
    metadata,
    Column("rank", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("finding", Text, nullable=False),
    Column("before_json", Text),
    Column("after_json", Text),
    _seal(),
)

# Decisions that found their passage again under another id: *decided* is the id they were made on.
attachments = Table(
    "attachments",
    metadata,
    Column("decided", Text, primary_key=True),
    Column("finding", Text, nullable=False),
    _seal(),
)

APPEND_ONLY = ("decisions", "journal")
DERIVED = (findings, roles, names, facts, changes, attachments)
ANCHORED = (meta, pieces, duplicates, decisions)
