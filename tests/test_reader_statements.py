"""Account statements as French banks let one download them: dated payments with payer, beneficiary and sum."""

import io
from pathlib import Path

import pytest
import yaml

from evidence import readers
from evidence.model import Document
from evidence.readers import _bank

STATEMENTS: dict[str, str] = yaml.safe_load((Path(__file__).parent / "pieces" / "statements.yaml").read_text("utf-8"))
OWNER = "titulaire du compte"


def document_of(name: str, encoding: str = "utf-8") -> Document:
    (reading,) = readers.read_bytes(STATEMENTS[name].encode(encoding), name)
    assert reading.document, reading.reason
    return reading.document


@pytest.mark.parametrize("name", STATEMENTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_what_left_the_account_is_a_payment_to_the_association(name: str, encoding: str) -> None:
    if encoding != "utf-8" and name.startswith("xml"):
        encoding = "utf-8-sig"  # the file says that it is UTF-8
    document = document_of(name, encoding)
    gone = [paid for paid in document.payments if (paid.payer or "").startswith(OWNER)]
    assert [str(paid.on) for paid in gone] in (["2021-03-12"], ["2021-03-11"])
    (paid,) = gone
    assert (paid.beneficiary or "").startswith("ASSOCIATION LUMIERE")
    assert float(paid.amount.value) in (750.0, 1250.0, 1750.0)
    assert paid.amount.currency == "EUR"
    assert "LUMIERE" in paid.span.of(document.text)
    assert paid.amount.words.replace("\xa0", " ") in paid.span.of(document.text)


IN = "ca.csv lbp.csv sg.csv cic.csv lcl.csv bnp.csv ce.csv sgml.ofx quicken.qif".split()


@pytest.mark.parametrize("name", IN)
def test_what_came_in_is_a_payment_by_its_payer(name: str) -> None:
    came = [paid for paid in document_of(name).payments if (paid.beneficiary or "").startswith(OWNER)]
    assert [(paid.payer or "").replace("M. ", "M ") for paid in came] == ["M LUC MOREL"]
    assert float(came[0].amount.value) == 50.0


def test_a_balance_is_no_payment() -> None:
    for name in ("lcl.csv", "bnp.csv", "ce.csv", "ca.csv"):
        assert not any("1234" in paid.amount.value for paid in document_of(name).payments)


def test_a_table_without_a_header_that_is_no_statement_gives_no_payment() -> None:
    (reading,) = readers.read_bytes(b"12/03/2021;3,5;pluie\n13/03/2021;4,5;vent\n14/03/2021;5,5;soleil\n", "meteo.csv")
    assert reading.document
    assert reading.document.payments == ()


@pytest.mark.parametrize("name", ["ca.csv", "cic.csv", "ce.csv", "lbp.csv"])
def test_the_same_statement_in_a_workbook_gives_the_same_payments(name: str) -> None:
    import csv

    from openpyxl import Workbook

    book, held = Workbook(), io.BytesIO()
    for cells in csv.reader(io.StringIO(STATEMENTS[name]), delimiter=";"):
        book.active.append(cells)
    book.save(held)
    (reading,) = readers.read_bytes(held.getvalue(), "a.xlsx")
    assert reading.document
    found, wanted = reading.document.payments, document_of(name).payments
    assert [(paid.on, paid.payer, paid.beneficiary, paid.amount.value) for paid in found] == [
        (paid.on, paid.payer, paid.beneficiary, paid.amount.value) for paid in wanted
    ]


@pytest.mark.parametrize(
    ("label", "party"),
    [
        ("VIR INST DE M. OU MME ROY", "M. OU MME ROY"),
        ("VIR SEPA RECU /DE LUC MOREL /MOTIF LOYER /REF 12", "LUC MOREL"),
        ("VIREMENT EMIS VERS ASSOCIATION LUMIERE", "ASSOCIATION LUMIERE"),
        ("À ASSOCIATION LUMIERE", "ASSOCIATION LUMIERE"),
        ("Transfer to Luc Morel", "LUC MOREL"),
        ("PRLV SEPA EDF", "EDF"),
        ("CHEQUE N° 1234567", None),
        ("RETRAIT DAB COEURVILLE", None),
        ("FRAIS DE TENUE DE COMPTE", None),
    ],
)
def test_a_label_names_the_other_party_only_where_it_does(label: str, party: str | None) -> None:
    assert _bank.party_of(label) == party


def test_a_download_without_movements_says_so() -> None:
    assert readers.read_bytes(b"!Type:Bank\n", "a.qif")[0].outcome == "empty"
    cut = STATEMENTS["sgml.ofx"].partition("<MEMO>")[0]
    (reading,) = readers.read_bytes(cut.encode(), "a.ofx")
    assert reading.document
    assert len(reading.document.payments) == 1
