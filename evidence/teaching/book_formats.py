"""The formats of the book: one function each, from the same book."""

from collections.abc import Callable

from evidence.teaching import book_docx, book_html, book_pdf
from evidence.teaching.book import Book

FORMATS: dict[str, Callable[[Book], bytes]] = {"html": book_html.write, "docx": book_docx.write, "pdf": book_pdf.write}
