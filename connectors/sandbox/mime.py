"""Mail messages, byte for byte as they travel: written by hand, so that every odd encoding is within reach."""

import base64
import quopri
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.utils import format_datetime

Mailbox = tuple[str, str]
"""The name shown and the address."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a message. `encoding` is a transfer encoding; `name` makes it an attachment."""

    content: bytes = field(repr=False)
    media_type: str = "text/plain; charset=utf-8"
    encoding: str = "8bit"
    name: str = field(default="", repr=False)

    def lines(self) -> bytes:
        """Return the part with its headers."""
        head = [f"Content-Type: {self.media_type}", f"Content-Transfer-Encoding: {self.encoding}"]
        if self.name:
            head.append(f"Content-Disposition: attachment; {_filename(self.name)}")
        return "\r\n".join(head).encode() + b"\r\n\r\n" + _encoded(self.content, self.encoding)


def text(body: str, encoding: str = "8bit", charset: str = "utf-8", subtype: str = "plain") -> Part:
    """Return a text part."""
    return Part(body.replace("\n", "\r\n").encode(charset), f"text/{subtype}; charset={charset}", encoding)


def attachment(name: str, media_type: str, content: bytes) -> Part:
    """Return a base64 attachment."""
    return Part(content, media_type, "base64", name)


def forwarded(raw: bytes) -> Part:
    """Return a whole message as a part."""
    return Part(raw, "message/rfc822", "8bit")


def message(
    *,
    sender: Mailbox,
    to: Sequence[Mailbox],
    subject: str,
    parts: Sequence[Part],
    at: datetime,
    serial: str,
    headers: Sequence[tuple[str, str]] = (),
    multipart: str = "mixed",
) -> bytes:
    """Return a message; more than one part makes it a multipart of that kind. Equal arguments give equal bytes."""
    head = [
        ("From", mailbox(sender)),
        *([("To", ", ".join(mailbox(one) for one in to))] if to else []),
        *headers,
        ("Subject", encoded(subject)),
        ("Date", format_datetime(at)),
        ("Message-ID", f"<{serial}@mail.zijsprong.example>"),
        ("MIME-Version", "1.0"),
    ]
    top = "\r\n".join(f"{name}: {value}" for name, value in head).encode() + b"\r\n"
    return top + (parts[0].lines() if len(parts) == 1 else together(parts, multipart, f"=_{serial}"))


def together(parts: Sequence[Part], kind: str, boundary: str) -> bytes:
    """Return the parts as one multipart body, with its header."""
    divider = f"--{boundary}".encode()
    body = b"".join(divider + b"\r\n" + part.lines() + b"\r\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode() + body + divider + b"--\r\n"


def mailbox(one: Mailbox) -> str:
    """Return a name and address as a header has them."""
    shown, address = one
    if not shown:
        return address
    if not shown.isascii():
        return f"{encoded(shown)} <{address}>"
    return f'"{shown}" <{address}>' if set(shown) & set(',.()@:;<>"') else f"{shown} <{address}>"


def encoded(value: str) -> str:
    """Return a header value, as encoded words where it is not ASCII (RFC 2047)."""
    return value if value.isascii() else Header(value, "utf-8", maxlinelen=200).encode(linesep="\r\n")


def _filename(name: str) -> str:
    if name.isascii():
        return f'filename="{name}"'
    quoted = "".join(
        chr(byte) if (chr(byte).isalnum() and byte < 128) or byte in b".-_" else f"%{byte:02X}" for byte in name.encode()
    )
    return f"filename*=UTF-8''{quoted}"


def _encoded(content: bytes, encoding: str) -> bytes:
    if encoding == "base64":
        return base64.encodebytes(content).replace(b"\n", b"\r\n")
    if encoding == "quoted-printable":
        return quopri.encodestring(content.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    return content
