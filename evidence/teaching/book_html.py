"""The book as one offline HTML file: no script, nothing fetched; in print, one criterion is one sheet."""

from markupsafe import Markup

from evidence.dossier.exports.html import environment
from evidence.resources import folder
from evidence.teaching.book import Book


def share(value: float) -> str:
    """Return a share from 0 to 1 as French writes it: « 0,69 »."""
    return f"{value:.2f}".replace(".", ",")


def write(book: Book) -> bytes:
    """Return the page as UTF-8."""
    css = (folder("templates") / "book.css").read_text(encoding="utf-8")
    page = environment().get_template("book.html.j2").render(book=book, css=Markup(css), share=share)  # noqa: S704 (our own file)
    return page.encode("utf-8")
