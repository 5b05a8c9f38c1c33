"""Plain text in any encoding, web pages, subtitles, tables in CSV."""

import datetime as dt
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import readers
from evidence.model import Document
from evidence.readers import _bank
from evidence.readers.text import decode

FRENCH = "L’œuvre du maître coûte 12 €, « ça et là », à Noël ; où êtes-vous ?\nÉlève où tu étais, né à Évreux.\n"


def document_of(content: bytes | str, name: str) -> Document:
    raw = content.encode() if isinstance(content, str) else content
    reading = readers.read_bytes(raw, name)[0]
    assert reading.document, reading.reason
    return reading.document


def codes(document: Document) -> list[str]:
    return [notice.code for notice in document.notices]


@settings(deadline=None)
@given(st.text())
def test_a_text_in_utf8_is_its_content_composed_with_line_feeds(words: str) -> None:
    if any("\ud800" <= char <= "\udfff" for char in words):
        return
    reading = readers.read_bytes(("x" + words).encode(), "a.txt")[0]
    if reading.source.media_type == "text/plain" and reading.document:
        plain = unicodedata.normalize("NFC", ("x" + words).replace("\r\n", "\n").replace("\r", "\n"))
        assert reading.document.text == plain


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_french_is_read_in_the_encodings_people_use(encoding: str) -> None:
    document = document_of(FRENCH.encode(encoding), "a.txt")
    assert document.text == FRENCH


@pytest.mark.parametrize("encoding", ["iso-8859-1", "cp850"])
def test_french_without_typographic_signs_is_read_in_older_encodings(encoding: str) -> None:
    text = FRENCH.replace("’", "'").replace("œ", "oe").replace("€", "euros")
    assert document_of(text.encode(encoding), "a.txt").text == text


def test_the_encoding_is_kept_in_the_reading() -> None:
    reading = readers.read_bytes(FRENCH.encode("cp1252"), "a.txt")[0]
    assert reading.reader == "text (cp1252)"
    assert reading.document
    assert codes(reading.document) == ["encoding"]


def test_two_encodings_in_one_file_are_both_read_and_said() -> None:
    content = "Né à l'été.\nAccentué.\n".encode() + "Décret coûteux.".encode("cp1252")
    document = document_of(content, "a.txt")
    assert document.text == "Né à l'été.\nAccentué.\nDécret coûteux."
    assert codes(document) == ["mixed_encoding"]
    assert "ligne 3" in document.notices[0].text


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_stop_the_decoder(content: bytes) -> None:
    text, encoding, _ = decode(content)
    assert isinstance(text, str)
    assert encoding


def test_a_label_that_lies_is_not_believed() -> None:
    assert decode("été".encode("cp1252"), label="utf-8")[0] == "été"
    assert decode("été".encode(), label="no-such-encoding")[0] == "été"


PAGE = """<!DOCTYPE html><html><head><title> Le  cercle </title><style>.c{display:none}</style>
<script>document.write("SCRIPT")</script></head><body><h1>Annonce</h1>
<p>Le groupe m&rsquo;a demandé<br>750&nbsp;€.</p><p class=c>masqué</p><div style="display:none">caché</div>
<ul><li>un</li><li>deux <b>fois</b></li></ul><!-- note --><template>gabarit</template>
<table><tr><th>Date</th><th>Somme</th></tr><tr><td>12/03</td><td>50 €<script>x</script></td></tr></table>
<table><tr><td><p>mise en page</p></td></tr></table><pre>a
b</pre></body></html>"""


def test_a_page_gives_what_a_visitor_reads_by_blocks() -> None:
    document = document_of(PAGE, "a.html")
    assert document.title == "Le cercle"
    assert [(block.kind, block.span.of(document.text)) for block in document.blocks] == [
        ("heading", "Annonce"),
        ("paragraph", "Le groupe m’a demandé\n750\xa0€."),
        ("paragraph", "masqué"),
        ("paragraph", "caché"),
        ("item", "un"),
        ("item", "deux fois"),
        ("row", "Date | Somme"),
        ("row", "12/03 | 50 €"),
        ("paragraph", "mise en page"),
        ("paragraph", "a\nb"),
    ]


def test_hidden_words_of_a_page_are_said() -> None:
    document = document_of(PAGE, "a.html")
    assert codes(document) == ["hidden_text"]
    assert "2 passage(s)" in document.notices[0].text


def test_the_encoding_a_page_announces_is_believed() -> None:
    page = "<html><head><meta charset=windows-1252></head><body><p>été à l’œuvre</p></body></html>"
    assert document_of(page.encode("cp1252"), "a.html").text == "été à l’œuvre"


def test_a_page_of_scripts_only_is_empty_and_says_what_to_do() -> None:
    reading = readers.read_bytes(b"<!DOCTYPE html><body><script>x()</script></body>", "a.html")[0]
    assert reading.outcome == "empty"
    assert "PDF" in reading.reason


def test_a_page_nested_without_end_does_no_harm() -> None:
    reading = readers.read_bytes(b"<html>" + b"<div>" * 20_000 + b"fond", "a.html")[0]
    assert reading.outcome in ("read", "empty", "unreadable")


SRT = """1
00:00:01,000 --> 00:00:02,500
Il m'a dit de

2
00:00:02,600 --> 00:00:04,000
<i>verser</i> mon salaire.

3
00:01:10,000 --> 00:01:12,000
LUC : Et après ?
"""


def test_a_sentence_over_two_captions_is_one_block_with_its_time_code() -> None:
    document = document_of(SRT, "a.srt")
    found = [(b.span.of(document.text), b.speaker, b.place) for b in document.blocks if b.kind == "caption"]
    assert found == [
        ("Il m'a dit de\nverser mon salaire.", None, "00:00:01"),
        ("Et après ?", "LUC", "00:01:10"),
    ]


def test_vtt_voices_are_speakers() -> None:
    vtt = "WEBVTT\n\nNOTE rien\n\n00:01.000 --> 00:02.000 align:start\n<v Anne>Je refuse.</v>\n"
    (caption,) = [block for block in document_of(vtt, "a.vtt").blocks if block.kind == "caption"]
    assert caption.speaker == "Anne"


def test_a_word_before_a_colon_once_is_no_speaker() -> None:
    srt = "1\n00:00:01,000 --> 00:00:02,000\nAttention : il ment.\n"
    (caption,) = [block for block in document_of(srt, "a.srt").blocks if block.kind == "caption"]
    assert caption.speaker is None


def test_a_reversed_time_code_is_said_and_its_words_kept() -> None:
    document = document_of("1\n00:00:05,000 --> 00:00:02,000\nBonjour.\n", "a.srt")
    assert "Bonjour." in document.text
    assert codes(document) == ["time_codes"]


BPCE = (
    "Numéro de compte : 000;;;;\nDate de comptabilisation;Libelle simplifie;Libelle operation;Debit;Credit\n"
    "01/09/26;CB;CARTE 31/08 LIBRAIRIE;-12,30;\n02/09/26;VIR;VIR DE MME ROY;;1 800,00\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_bank_csv_gives_payments_below_its_preamble(encoding: str) -> None:
    document = document_of(BPCE.encode(encoding), "releve.csv")
    assert [(item.on, item.amount.value, item.payer, item.beneficiary) for item in document.payments] == [
        (dt.date(2026, 9, 1), "12.30", "titulaire du compte", "LIBRAIRIE"),
        (dt.date(2026, 9, 2), "1800.00", "MME ROY", "titulaire du compte"),
    ]
    assert [block.place for block in document.blocks] == ["ligne 1", "ligne 2", "ligne 3", "ligne 4"]


def test_headers_read_in_the_wrong_encoding_are_still_understood() -> None:
    text = "Date;Libellé;Débit;Crédit\n02/09/2026;VIR MME ROY;10,00;\n".encode().decode("latin-1")
    assert len(document_of(text, "a.csv").payments) == 1


def test_a_table_without_sums_gives_no_payment() -> None:
    assert document_of("Nom;Date\nLuc;02/09/2026\n", "a.csv").payments == ()


def test_a_quoted_separator_stays_in_its_cell() -> None:
    document = document_of('Date;Libellé;Débit\n03/01/2021;"achat; carte";-5,10\n', "a.csv")
    assert document.payments[0].label == "achat; carte"


@settings(deadline=None)
@given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from([" ", "\xa0", "\u202f", ".", ""]))
def test_a_sum_written_the_french_way_is_read_back(value: Decimal, thousands: str) -> None:
    whole, cents = f"{value:.2f}".split(".")
    grouped = f"{int(whole):,}".replace(",", thousands)
    assert _bank.number(f"{grouped},{cents} €") == value
    assert _bank.number(f"-{grouped},{cents}") == -value


@pytest.mark.parametrize(
    ("label", "party"),
    [
        ("CARTE 04/03/26 BOULANGERIE DU PORT", "BOULANGERIE DU PORT"),
        ("PRLV SEPA ASSOCIATION AUBE", "ASSOCIATION AUBE"),
        ("VIREMENT EN FAVEUR DE M MARC VASSEUR MOTIF STAGE", "M MARC VASSEUR"),
        ("VIR INST RECU DE MME ROY", "MME ROY"),
        ("PAIEMENT EN LIGNE EDITIONS DU PORT", "EDITIONS DU PORT"),
        ("VIREMENT SALAIRE", None),
        ("RETRAIT DAB SAINTE-AUBE", None),
        ("CHEQUE 1234567", None),
        ("don au groupe", None),
    ],
)
def test_the_other_party_is_named_only_where_the_label_names_it(label: str, party: str | None) -> None:
    assert _bank.party_of(label) == party


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850", "utf-16-le", "iso-8859-15"])
def test_the_encoding_of_a_text_is_named_in_plain_french(encoding: str) -> None:
    label = encoding if encoding.startswith("iso") else ""
    _, chosen, notices = decode(FRENCH.encode(encoding, "replace"), label=label)
    assert chosen == encoding
    assert encoding not in notices[0].text
    assert notices[0].text.startswith("Texte lu dans l’encodage ")
