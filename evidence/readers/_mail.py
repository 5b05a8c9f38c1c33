"""The parts of a message shared by EML, MBOX and MSG: header lines, body, what is quoted."""

import datetime as dt
import email.utils
import re
from collections.abc import Sequence

from evidence.model import Notice, When
from evidence.readers._builder import TextBuilder, clean
from evidence.readers.html import Page

# Where the words of someone else begin: an Outlook mark, a « > », a line that announces a quotation.
_QUOTE = re.compile(r"\s*>|\s*-{3,}\s*(?:message|forwarded|original)|.{0,200}\b(?:a écrit|wrote)\s?:\s*$", re.I)
_HEADER_LINE = re.compile(r"\s*(?:De|From)\s?:\s")


def head(builder: TextBuilder, lines: Sequence[tuple[str, str]]) -> None:
    """Add the header lines that hold something: « De : … », « Objet : … »."""
    for label, value in lines:
        value = " ".join(clean(value).split())
        if value:
            builder.separate("\n")
            builder.add(f"{label} : {value}", "line")


def body(builder: TextBuilder, text: str, sender: str | None, at: dt.datetime | None) -> None:
    """Add a plain body, a block per line; lines before the first quotation are the sender's."""
    builder.separate("\n\n")
    speaker, moment = sender, at
    for line in clean(text).strip("\n").split("\n"):
        if _QUOTE.match(line) or _HEADER_LINE.match(line):
            speaker, moment = None, None
        builder.add(line.rstrip(), "line", speaker=speaker, at=moment)
        builder.skip("\n")


def body_html(builder: TextBuilder, markup: str, sender: str | None, at: dt.datetime | None) -> tuple[Notice, ...]:
    """Add a body in HTML: its words, nothing fetched."""
    page = Page(markup)
    text, _ = page.builder.build()
    body(builder, text, sender, at)
    return page.notices()


def date(words: str) -> tuple[When | None, dt.datetime | None, tuple[Notice, ...]]:
    """Return the day and time that a Date header states; a notice when it states none.

    >>> date("Tue, 04 Oct 2016 09:12:00 +0200")[0].first
    datetime.date(2016, 10, 4)
    """
    words = " ".join(words.split())
    if not words:
        return None, None, ()
    try:
        moment = email.utils.parsedate_to_datetime(words)
    except (ValueError, TypeError, IndexError, OverflowError):
        notice = Notice(code="date", text=f"Date du message illisible (« {words[:60]} ») : elle n'a pas été devinée.")
        return None, None, (notice,)
    return When(words=words, first=moment.date(), last=moment.date()), moment, ()


def sender_of(words: str) -> str | None:
    """Return the name of a From header, its address when it names nobody.

    >>> sender_of('"Luc M." <luc@example.org>'), sender_of("luc@example.org")
    ('Luc M.', 'luc@example.org')
    """
    name, address = email.utils.parseaddr(" ".join(words.split()))
    return name or address or words.strip() or None
