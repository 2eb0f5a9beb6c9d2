"""Checks a pack with nothing but the file: every byte of it is either signed or follows from what is."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from reports.pack import bag
from reports.pack.container import Entry, NotOurs, content, read
from reports.pack.signature import fingerprint, pem

SMALL = 64 << 20
"""Tag files are read whole; a longer one is none of ours."""
LISTED = re.compile(r"([0-9a-f]{64})  ([^\n]+)\n")


@dataclass(frozen=True, slots=True)
class Verified:
    """A pack that is as it was signed. `known_signer`: the key was given from elsewhere; else compare the fingerprint."""

    case_id: str
    organisation: str
    built_on: date
    fingerprint: str
    files: int
    size: int
    draft: bool
    known_signer: bool


def verify(path: Path, public_key: Ed25519PublicKey | None = None) -> Verified:
    """Return what the pack says of itself, once every byte of it is accounted for.

    `public_key` is the sender's, known from elsewhere; without it only the fingerprint tells who signed. Raises NotOurs,
    which names the file that was changed, added, left out or renamed.
    """
    try:
        with path.open("rb") as stream:
            return _verified(stream, read(stream), public_key)
    except OSError:
        raise NotOurs(path.name, "cannot be read; check the name and whether you may open it.") from None


def _verified(stream: BinaryIO, entries: list[Entry], public_key: Ed25519PublicKey | None) -> Verified:
    base, names = _folder(entries)
    order = (*bag.TAGS, bag.TAGMANIFEST, bag.SIGNATURE)
    for name in order:
        if name not in names:
            raise NotOurs(name, "is missing.")
        if names[name].size > SMALL:
            raise NotOurs(name, "is longer than such a file can be.")
    tags = {name: content(stream, names[name]) for name in order}
    key = _key(tags[bag.KEY], public_key)
    try:
        key.verify(tags[bag.SIGNATURE], tags[bag.TAGMANIFEST])
    except InvalidSignature:
        raise NotOurs(
            bag.SIGNATURE, f"does not fit {bag.TAGMANIFEST}: one of the two was changed, or another key signed."
        ) from None
    payload = [entry for name, entry in sorted(names.items()) if name not in order]
    _compare(bag.TAGMANIFEST, tags[bag.TAGMANIFEST], [names[name] for name in bag.TAGS], base)
    _compare(bag.MANIFEST, tags[bag.MANIFEST], payload, base)
    if list(names) != [*(entry.name.removeprefix(base + "/") for entry in payload), *order]:
        raise NotOurs("ZIP", "its files are not in the order in which they were written.")
    info = _info(tags[bag.INFO])
    return _said(info, base, key, payload, tags["bagit.txt"], known=public_key is not None)


def _folder(entries: list[Entry]) -> tuple[str, dict[str, Entry]]:
    if not entries:
        raise NotOurs("ZIP", "holds nothing.")
    base = Counter(entry.name.partition("/")[0] for entry in entries).most_common(1)[0][0]
    names: dict[str, Entry] = {}
    for entry in entries:
        folder, _, name = entry.name.partition("/")
        if folder != base or not name:
            raise NotOurs(entry.name, "stands outside the pack's folder.")
        names[name] = entry
    return base, names


def _key(written: bytes, expected: Ed25519PublicKey | None) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(written)
    except ValueError:
        raise NotOurs(bag.KEY, "is no public key.") from None
    if not isinstance(key, Ed25519PublicKey) or pem(key) != written:
        raise NotOurs(bag.KEY, "is not as it was written.")
    if expected is not None and pem(expected) != written:
        raise NotOurs(bag.KEY, f"is another than the key you gave ({fingerprint(expected)}): this pack is not from its owner.")
    return key


def _compare(manifest: str, written: bytes, entries: Sequence[Entry], base: str) -> None:
    """Compare a manifest with the files, name by name."""
    text = written.decode("utf-8", "replace")
    listed = {name: digest for digest, name in LISTED.findall(text)}
    found = {entry.name.removeprefix(base + "/"): entry.digest for entry in entries}
    for name in sorted(listed.keys() | found.keys()):
        if name not in found:
            raise NotOurs(name, f"is missing: {manifest} lists it.")
        if name not in listed:
            raise NotOurs(name, f"was added: {manifest} does not list it.")
        if listed[name] != found[name]:
            raise NotOurs(name, f"was changed: its digest is not the one in {manifest}.")
    if written != bag.manifest(base, entries):
        raise NotOurs(manifest, "is not as it was written.")


def _info(written: bytes) -> Mapping[str, str]:
    lines = written.decode("utf-8", "replace").splitlines()
    return {label: value for label, _, value in (line.partition(": ") for line in lines)}


def _said(
    info: Mapping[str, str], base: str, key: Ed25519PublicKey, payload: Sequence[Entry], declaration: bytes, *, known: bool
) -> Verified:
    """Return what bag-info.txt says, where it fits the pack it lies in."""
    fits = (
        declaration == bag.BAGIT
        and info.get("Bag-Folder") == base
        and info.get("Payload-Oxum") == bag.oxum(payload)
        and info.get("Signing-Key-Fingerprint") == fingerprint(key)
        and info.get("Status") in {bag.DRAFT, bag.FINAL}
    )
    if not fits:
        raise NotOurs(bag.INFO, "does not fit the pack: its folder, size, status or key is another.")
    try:
        built_on = date.fromisoformat(info["Bagging-Date"])
        case_id, organisation = info["External-Identifier"], info["Source-Organization"]
    except (KeyError, ValueError):
        raise NotOurs(bag.INFO, "does not say whose pack it is, and of when.") from None
    size = sum(entry.size for entry in payload)
    return Verified(case_id, organisation, built_on, fingerprint(key), len(payload), size, info["Status"] == bag.DRAFT, known)
