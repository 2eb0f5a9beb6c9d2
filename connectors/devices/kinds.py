"""What kind of file it is: by what it holds first, by its name only where that does not tell."""

from dataclasses import dataclass
from posixpath import splitext

from connectors.devices import cards, document, events, mailbox, outlook, phone, social, subtitles, whatsapp
from connectors.devices.source import Reader
from connectors.devices.wording import decoded

HEAD = 8_192


@dataclass(frozen=True, slots=True)
class Kind:
    """`stream` is where its records lie; `many` says that a file of this kind holds many."""

    stream: str
    read: Reader
    many: bool = True


DOCUMENT = Kind("files", document.read, many=False)
APPLE_MAIL = Kind("files", document.read_apple_mail, many=False)
MAILBOX = Kind("mail", mailbox.read)
OUTLOOK = Kind("mail", outlook.read)
CARDS = Kind("contacts", cards.read)
EVENTS = Kind("events", events.read)
CHAT = Kind("chats", whatsapp.read)
PACKED_CHAT = Kind("chats", whatsapp.read_packed)
PHONE = Kind("texts", phone.read)
SUBTITLES = Kind("transcripts", subtitles.read)
EXPORT = Kind("exports", social.read)

WHOLE = frozenset(
    [
        ".doc",
        ".docx",
        ".docm",
        ".dotx",
        ".odt",
        ".ods",
        ".odp",
        ".rtf",
        ".pdf",
        ".xls",
        ".xlsx",
        ".xlsm",
        ".xlsb",
        ".ppt",
        ".pptx",
        ".csv",
        ".tsv",
        ".html",
        ".htm",
        ".md",
        ".log",
        ".eml",
        ".msg",
        ".xaf",
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".bmp",
        ".tif",
        ".tiff",
        ".webp",
        ".heic",
        ".svg",
        ".ico",
        ".mp3",
        ".m4a",
        ".wav",
        ".ogg",
        ".opus",
        ".mp4",
        ".mov",
        ".avi",
        ".mkv",
        ".webm",
        ".7z",
        ".rar",
        ".gz",
        ".tgz",
        ".bz2",
        ".xz",
        ".tar",
        ".exe",
        ".dll",
        ".so",
        ".dylib",
        ".msi",
        ".dmg",
        ".iso",
        ".py",
        ".js",
        ".ts",
        ".css",
        ".c",
        ".h",
        ".o",
        ".pyc",
        ".ttf",
        ".otf",
        ".woff",
        ".woff2",
    ]
)
"""Extensions of files that are one record whatever they hold: they need not be opened to know it."""


def needs_look(key: str) -> bool:
    """Return whether a file's beginning is wanted to tell its kind."""
    return splitext(key)[1].lower() not in WHOLE


def kind_of(key: str, head: bytes) -> Kind:
    """Return the kind of a file from its first `HEAD` bytes. An unknown kind is a document."""
    if head.startswith(b"!BDN"):
        return OUTLOOK
    if mailbox.BEGINNING.match(head):
        return MAILBOX
    extension = splitext(key)[1].lower()
    if head.startswith(b"PK\3\4"):
        return PACKED_CHAT if extension == ".zip" and whatsapp.is_packed_chat(key.rpartition("/")[2], head) else DOCUMENT
    if extension == ".emlx":
        return APPLE_MAIL
    return DOCUMENT if b"\0" in head and head[:2] not in {b"\xff\xfe", b"\xfe\xff"} else _written(key, extension, _text(head))


def _written(key: str, extension: str, text: str) -> Kind:
    start = text.lstrip("\ufeff \t\r\n")
    if start[:11].upper() == "BEGIN:VCARD":
        return CARDS
    if start[:15].upper() == "BEGIN:VCALENDAR":
        return EVENTS
    if start.startswith("<"):
        return PHONE if phone.begins(start) else DOCUMENT
    if subtitles.begins(text):
        return SUBTITLES
    if extension in {"", ".txt"} and whatsapp.begins(text):
        return CHAT
    return EXPORT if extension == ".json" and social.begins(key, text) else DOCUMENT


def _text(head: bytes) -> str:
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return head.decode("utf-16", "ignore")
    # the head may end within a character
    return decoded(head[: len(head) - next((cut for cut in range(4) if _ends_well(head[: len(head) - cut])), 0)])


def _ends_well(head: bytes) -> bool:
    try:
        head.decode()
    except UnicodeDecodeError:
        return False
    return True
