"""The annotated texts of bench/sets: sentences and known labels, nothing that a shell or a script left there."""

import re

from bench import sets
from evidence import catalogue
from evidence.model import STATUSES

STRAY = re.compile(r"(/tmp/|\$\(|^(cd|cat|python3?|EOF)\b|\.py\b)")


def test_every_line_is_a_sentence_with_known_labels_and_negative_documents_have_none() -> None:
    criteria = catalogue.load().criteria
    faults = []
    for document in (*sets.read("practice"), *sets.read("heldout")):
        for item in document.sentences:
            text = document.text[item.start : item.end]
            known = all(key in criteria and value in STATUSES for key, value in item.labels.items())
            if STRAY.search(text) or not known or (document.kind == "negative" and item.labels):
                faults.append(f"{document.doc_id}: {text}")
    assert faults == []


def test_a_document_is_in_one_set_only() -> None:
    texts = [document.text for document in (*sets.read("practice"), *sets.read("heldout"))]
    assert len(texts) == len(set(texts))
