"""The PDF engine in a child process: what it takes of memory for one document is given back with the child."""

import json
from collections.abc import Callable
from typing import Any

from evidence.errors import EvidenceError
from evidence.jobs.pool import Answer, Pool
from evidence.resources import folder

# A thousand findings take ten seconds and 0.6 GB; beyond these bounds something is wrong.
SECONDS, MEMORY = 900.0, 8 * 1024**3


def places(template: str, data: dict[str, Any]) -> dict[str, list[Any]]:
    """Return what *template* says of each place where *data* falls: anchor → page, x, y.

    Raises:
        EvidenceError: the engine failed.
    """
    found = _asked({"template": template, "data": data, "timestamp": None}).value["places"]
    return {anchor: place for anchor, *place in found}


def pdf(template: str, data: dict[str, Any], timestamp: int) -> bytes:
    """Return *template* filled with *data* as PDF/A-2a and PDF/UA-1; the date inside is *timestamp*.

    Raises:
        EvidenceError: the engine failed.
    """
    return _asked({"template": template, "data": data, "timestamp": timestamp}).blob


def _asked(message: dict[str, Any]) -> Answer:
    # A child for each: the engine keeps all it has laid out as long as its process lives.
    with Pool(f"{__name__}:work", 1, seconds=SECONDS, memory=MEMORY) as pool:
        answer = next(iter(pool.run([message])))
    if not isinstance(answer, Answer):
        raise EvidenceError(f"le PDF n’a pas pu être écrit ({answer.why} : {answer.detail})", "Signalez ce défaut.")
    return answer


def work(message: dict[str, Any], _: Callable[[], None]) -> tuple[dict[str, Any], bytes]:
    """Answer one *message*, in the child."""
    import typst  # here alone: the parent has no use for the engine

    source = (folder("templates") / message["template"]).read_bytes()
    inputs = {"paper": json.dumps(message["data"], ensure_ascii=False)}
    if message["timestamp"] is None:
        found = typst.query(source, "<place>", field="value", ignore_system_fonts=True, sys_inputs=inputs)
        return {"places": json.loads(found)}, b""
    made = typst.compile(
        source,
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        ignore_system_fonts=True,
        timestamp=message["timestamp"],
        sys_inputs=inputs,
    )
    if not isinstance(made, bytes):
        raise TypeError("the PDF engine gave several files")
    return {}, made
