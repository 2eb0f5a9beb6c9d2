"""The BagIt side of the pack (RFC 8493): declaration, manifests and their signature, in one fixed order."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from reports.pack.container import Entry, Writer
from reports.pack.signature import fingerprint, pem
from scanner.outcomes import ScanResult

BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
INFO, MANIFEST, KEY, TAGMANIFEST, SIGNATURE = (
    "bag-info.txt",
    "manifest-sha256.txt",
    "signing-key.pem",
    "tagmanifest-sha256.txt",
    "tagmanifest-sha256.txt.sig",
)
TAGS = ("bagit.txt", INFO, MANIFEST, KEY)
"""What the tag manifest lists; it and its signature come after."""
DRAFT = "ONTWERP/DRAFT - not for sending"
FINAL = "final"


def manifest(base: str, entries: Iterable[Entry]) -> bytes:
    """Return a manifest as sha256sum writes it."""
    return b"".join(f"{entry.digest}  {entry.name.removeprefix(base + '/')}\n".encode() for entry in entries)


def oxum(payload: Sequence[Entry]) -> str:
    """Return how many bytes and files the payload has (RFC 8493, 2.2.2)."""
    return f"{sum(entry.size for entry in payload)}.{len(payload)}"


def sign(writer: Writer, base: str, result: ScanResult, built_on: date, key: Ed25519PrivateKey, *, draft: bool) -> None:
    """Write the tag files over the payload that `writer` holds, and the signature over them."""
    payload = list(writer.entries)
    info = {
        "Source-Organization": result.organisation.name,
        "External-Identifier": result.case.case_id,
        "Bagging-Date": built_on.isoformat(),
        "Bag-Software-Agent": "inzage",
        "Payload-Oxum": oxum(payload),
        "Bag-Folder": base,
        "Status": DRAFT if draft else FINAL,
        "Signing-Key-Fingerprint": fingerprint(key.public_key()),
    }
    lines = "".join(f"{label}: {_line(value)}\n" for label, value in info.items())
    tags = [
        writer.add(f"{base}/{name}", [content])
        for name, content in zip(TAGS, (BAGIT, lines.encode(), manifest(base, payload), pem(key.public_key())), strict=True)
    ]
    listed = manifest(base, tags)
    writer.add(f"{base}/{TAGMANIFEST}", [listed])
    writer.add(f"{base}/{SIGNATURE}", [key.sign(listed)])


def _line(value: str) -> str:
    return re.sub(r"\s+", " ", value).strip()
