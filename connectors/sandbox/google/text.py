"""What the platform's own search looks at: words, in any order of upper and lower case."""

import email
import email.policy
import io
import re
import zipfile
import zlib
from email.message import EmailMessage, Message
from functools import lru_cache
from typing import cast


def fold(text: str) -> str:
    """Return text as it is compared: lower case, one space between words."""
    return " ".join(text.casefold().split())


def of_file(content: bytes) -> str:
    """Return the words of a file as a search index has them: plain text, and the text of office documents."""
    if content[:2] == b"PK":
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                parts = [archive.read(name).decode("utf-8", "ignore") for name in archive.namelist() if name.endswith(".xml")]
        except (zipfile.BadZipFile, zlib.error, RuntimeError):
            # what cannot be opened is not indexed
            return ""
        return re.sub(r"<[^>]+>", " ", " ".join(parts))
    return content.decode("utf-8", "ignore")


# taking a message apart costs more than all else that a stand-in does, and a search asks for each
@lru_cache(maxsize=4096)
def parsed(raw: bytes) -> EmailMessage:
    """Return a message as an object; the same one for the same bytes, to be read only."""
    return email.message_from_bytes(raw, policy=email.policy.default)


def beginning(message: Message, most: int = 80) -> str:
    """Return how a message's first text begins."""
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            payload = cast("bytes", part.get_payload(decode=True))
            return fold(payload.decode("utf-8", "replace"))[:most]
    return ""


@lru_cache(maxsize=4096)
def of_message(message: EmailMessage) -> str:
    """Return the words of a message: its headers and text parts."""
    words = [str(value) for value in message.values()]
    for part in message.walk():
        if part.get_content_maintype() == "text" and not part.is_multipart():
            payload = cast("bytes", part.get_payload(decode=True))
            words.append(re.sub(r"<[^>]+>", " ", payload.decode(part.get_content_charset() or "utf-8", "replace")))
    return fold(" ".join(words))


def holds(text: str, phrase: str) -> bool:
    """Return whether a phrase occurs as whole words."""
    return re.search(rf"(?<!\w){re.escape(fold(phrase))}(?!\w)", fold(text)) is not None
