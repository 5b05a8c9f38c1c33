"""The kind of a piece: by its bytes first, by its name when they say nothing; a disagreement is a notice."""

from collections.abc import Mapping

from evidence.model import Notice
from evidence.readers._reader import Piece, Reader

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODP = "application/vnd.oasis.opendocument.presentation"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
MSG = "application/vnd.ms-outlook"
OLE = "application/x-ole-storage"
RTF = "application/rtf"
HTML = "text/html"
EML = "message/rfc822"
MBOX = "application/mbox"
TEXT = "text/plain"
CSV = "text/csv"
SRT = "application/x-subrip"
VTT = "text/vtt"
CHAT = "text/x-chat"
CHAT_JSON = "application/json"
CHAT_PAGE = "text/x-chat+html"
SMS = "application/x-sms-backup+xml"
ZIP = "application/zip"
TAR = "application/x-tar"
GZ = "application/gzip"
BZ2 = "application/x-bzip2"
XZ = "application/x-xz"
SEVENZIP = "application/x-7z-compressed"
TNEF = "application/vnd.ms-tnef"
ICS = "text/calendar"
VCARD = "text/vcard"
EPUB = "application/epub+zip"
OFX = "application/x-ofx"
QIF = "application/x-qif"
XML = "application/xml"
PPT = "application/vnd.ms-powerpoint"
UNKNOWN = "application/octet-stream"

# What a reader of the report sees.
KINDS: dict[str, str] = {
    PDF: "PDF",
    DOCX: "DOCX (Word)",
    XLSX: "XLSX (Excel)",
    PPTX: "PPTX (PowerPoint)",
    ODT: "ODT (LibreOffice)",
    ODS: "ODS (LibreOffice)",
    ODP: "ODP (LibreOffice)",
    DOC: "DOC (Word 97-2003)",
    XLS: "XLS (Excel 97-2003)",
    MSG: "MSG (Outlook)",
    OLE: "fichier Microsoft OLE",
    RTF: "RTF",
    HTML: "page web (HTML)",
    EML: "courriel (EML)",
    MBOX: "boîte de courriels (MBOX)",
    TEXT: "texte",
    CSV: "tableau (CSV)",
    SRT: "sous-titres (SRT)",
    VTT: "sous-titres (VTT)",
    CHAT: "export de messagerie",
    CHAT_JSON: "données JSON",
    CHAT_PAGE: "export de messagerie (HTML)",
    SMS: "sauvegarde de SMS (XML)",
    ZIP: "archive ZIP",
    TAR: "archive TAR",
    GZ: "fichier compressé (GZ)",
    BZ2: "fichier compressé (BZ2)",
    XZ: "fichier compressé (XZ)",
    SEVENZIP: "archive 7Z",
    TNEF: "winmail.dat d’Outlook",
    ICS: "agenda (ICS)",
    VCARD: "fiche de contact (VCF)",
    EPUB: "livre (EPUB)",
    OFX: "relevé de compte (OFX)",
    QIF: "relevé de compte (QIF)",
    XML: "données XML",
    PPT: "PPT (PowerPoint 97-2003)",
    UNKNOWN: "contenu non reconnu",
}
# Kinds that no reader opens and that signature tables miss: how the bytes begin, at which place, and what to ask for.
_OTHERS = (
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"\x37\x7f\x06\x82", "application/x-sqlite-wal"),
    (0, b"\x37\x7f\x06\x83", "application/x-sqlite-wal"),
    (0, b"bplist00", "application/x-plist-binary"),
    (0, b"ANDROID BACKUP\n", "application/x-android-backup"),
    (0, b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "application/onenote"),
    (0x8001, b"CD001", "application/x-iso9660-image"),
    (0, b"EVF\x09\x0d\x0a\xff\x00", "application/x-ewf"),
    (0, b"!BDN", "application/vnd.ms-outlook-pst"),
    (0, b"SQLite format 3\0", "application/vnd.sqlite3"),
    (4, b"ftypM4A", "audio/mp4"),
)
KINDS["application/vnd.ms-outlook-pst"] = "boîte Outlook (PST) : exportez ses messages en EML ou MSG"
KINDS["application/vnd.rar"] = "archive RAR, format propriétaire : décompressez-la, puis versez le dossier obtenu"
KINDS["application/x-sqlite-wal"] = "journal d’une base SQLite : exportez les messages depuis la base elle-même"
KINDS["application/x-plist-binary"] = "réglages ou page archivée d’Apple (plist) : exportez le contenu en PDF"
KINDS["application/x-android-backup"] = "sauvegarde Android : faites-en extraire les messages par un spécialiste"
KINDS["application/onenote"] = "cahier OneNote : exportez ses pages en PDF ou DOCX"
KINDS["application/x-iso9660-image"] = "image de disque (ISO) : ouvrez-la, puis versez les fichiers qu’elle contient"
KINDS["application/x-ewf"] = "image forensique (E01) : faites-en extraire les fichiers par un spécialiste"
KINDS["application/vnd.sqlite3"] = "base de données SQLite : exportez-en les messages ou les tableaux"
# What no reader opens, in words; by the first half of the media type.
_FAMILIES = {
    "audio": "enregistrement sonore : faites-le transcrire, puis versez la transcription",
    "video": "vidéo : faites-la transcrire, puis versez la transcription (SRT ou VTT)",
    "image": "image",
    "font": "police de caractères",
}
# Kinds whose text is plain: a name that says « .txt » or « .csv » does not contradict them.
_PLAIN = frozenset({TEXT, CSV, SRT, VTT, CHAT, CHAT_JSON, CHAT_PAGE, EML, MBOX, HTML, ICS, VCARD, XML, OFX, QIF})


def guess(piece: Piece, readers: Mapping[str, Reader]) -> tuple[str, str]:
    """Return the media type of *piece* and the name of its reader, an empty name when no reader takes it.

    Readers are asked in order what the bytes say; then the name is believed; then the signatures of puremagic.
    """
    if not piece.content:
        return _by_name(piece, readers)
    for name, reader in readers.items():
        media_type = reader.sniff(piece)
        if media_type:
            return media_type, name
    return _by_signature(piece), ""


def _by_name(piece: Piece, readers: Mapping[str, Reader]) -> tuple[str, str]:
    for name, reader in readers.items():
        for media_type, suffixes in reader.suffixes.items():
            if piece.suffix in suffixes:
                return media_type, name
    return UNKNOWN, ""


def _by_signature(piece: Piece) -> str:
    import puremagic

    for at, sign, media_type in _OTHERS:
        if piece.content.startswith(sign, at):
            return media_type
    try:
        found = puremagic.magic_string(piece.content[:65_536], piece.name)
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    return found[0].mime_type or UNKNOWN if found else UNKNOWN


def named(media_type: str) -> str:
    """Return what a person calls *media_type*.

    >>> named("audio/mpeg")
    'enregistrement sonore : faites-le transcrire, puis versez la transcription'
    """
    return KINDS.get(media_type) or _FAMILIES.get(media_type.partition("/")[0]) or media_type


_SUFFIX_KINDS = {
    ".pdf": PDF,
    ".docx": DOCX,
    ".doc": DOC,
    ".xlsx": XLSX,
    ".xls": XLS,
    ".pptx": PPTX,
    ".odt": ODT,
    ".ods": ODS,
    ".rtf": RTF,
    ".html": HTML,
    ".htm": HTML,
    ".eml": EML,
    ".msg": MSG,
    ".mbox": MBOX,
    ".txt": TEXT,
    ".csv": CSV,
    ".srt": SRT,
    ".vtt": VTT,
    ".json": CHAT_JSON,
    ".zip": ZIP,
    ".tar": TAR,
    ".gz": GZ,
    ".7z": SEVENZIP,
    ".ics": ICS,
    ".vcf": VCARD,
    ".epub": EPUB,
}


def disagreement(piece: Piece) -> Notice | None:
    """Return a notice when the end of the name promises another kind than the bytes, else None."""
    promised = _SUFFIX_KINDS.get(piece.suffix)
    if promised is None or promised == piece.media_type or piece.media_type == OLE:  # a protected DOCX is an OLE file
        return None
    if (
        promised in _PLAIN
        and piece.media_type in _PLAIN
        and (promised not in (EML, MBOX, HTML) or piece.media_type == CHAT_PAGE)
    ):
        return None
    return Notice(
        code="kind",
        text=f"Le nom finit par « {piece.suffix} » mais le contenu est : {named(piece.media_type)}. "
        "Le contenu a été cru.",
    )
