"""model records <-> JSON text: the only place where a record is written down or read back."""

import dataclasses
import datetime as dt
import json
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


def plain(record: object) -> Any:
    """Return *record* as dicts, lists, text and numbers; derived fields are left out, empty ones kept."""
    if dataclasses.is_dataclass(record) and not isinstance(record, type):
        return {item.name: plain(getattr(record, item.name)) for item in dataclasses.fields(record) if item.init}
    if isinstance(record, tuple | list):
        return [plain(item) for item in record]
    if isinstance(record, dt.date | dt.datetime):
        return record.isoformat()
    if isinstance(record, Decimal):
        return str(record)
    if isinstance(record, bytes):
        return None
    return record


def dump(record: object) -> str:
    """Return *record* as JSON text, the same bytes for the same record."""
    return json.dumps(plain(record), ensure_ascii=False, separators=(",", ":"))


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def restore(kind: type[T], text: str) -> T:
    """Return the record of *kind* written as *text*."""
    found: T = _adapter(kind).validate_json(text)  # type: ignore[arg-type]  # a class is hashable
    return found
