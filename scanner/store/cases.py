"""Data subjects' requests being handled: each sealed under a key of its own, which is destroyed with the case."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BufferedReader, RawIOBase
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from scanner.errors import ConfigError, InzageError
from scanner.model import Blob, Case, DataSubject, Decision, HandSearch, Match, Record, RecordRef, Right, Verdict, Verification
from scanner.outcomes import Kept
from scanner.store import codec
from scanner.store.database import Database

CHUNK_BYTES = 1 << 20
NONCE_BYTES = 12
HANDLE_DIGITS = 8
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
"""A case's id is part of the names of files."""

ORIGINAL = -1
"""The place of a record's original among its contents; blobs are counted from 0."""


@dataclass(frozen=True, slots=True)
class Content:
    """A file's bytes, put away under `content_id` before the record they belong to is kept."""

    content_id: int
    place: int
    name: str
    media_type: str
    size: int


class Cases:
    """Reads and writes the tables dossier, kept, decision, content and chunk."""

    def __init__(self, database: Database) -> None:
        self.database = self._db = database
        self._keys = database.keys
        self._ciphers: dict[str, AESGCM] = {}

    def new(
        self, subject: DataSubject, rights: tuple[Right, ...], received_on: date, due_on: date | None, case_id: str = ""
    ) -> Case:
        """Open a case; its id is `case_id`, or the year of receipt and the next number.

        Raises InzageError where it exists, or could not be the name of a file.
        """
        if case_id and not NAME.fullmatch(case_id):
            raise InzageError("A case's id is at most 64 letters, digits, points, dashes and underscores, such as 2026-007.")
        with self._db.transaction():
            case = Case(case_id or self._next_id(received_on.year), subject, rights, received_on, due_on)
            if self._db.row("SELECT 1 FROM dossier WHERE case_id=?", case.case_id):
                raise InzageError(f"There is a case {case.case_id} already; choose another id.")
            key = AESGCM.generate_key(256)
            wrapped = self._keys.seal("case", key, case.case_id.encode())
            self._ciphers[case.case_id] = AESGCM(key)
            self._db.write(
                "INSERT INTO dossier VALUES(?,?,?)",
                case.case_id,
                wrapped,
                self.seal(case.case_id, codec.dump(codec.case_out(case))),
            )
        return case

    def all(self) -> list[Case]:
        """Return every case, the earliest first; of a closed one only its dates."""
        return [self.get(case_id) for (case_id,) in self._db.rows("SELECT case_id FROM dossier ORDER BY case_id")]

    def get(self, case_id: str) -> Case:
        """Return a case. Raises InzageError where there is none."""
        row = self._db.row("SELECT wrapped_key, sealed FROM dossier WHERE case_id=?", case_id)
        if row is None:
            raise InzageError(f"There is no case {case_id}; see: inzage case list")
        data = self.unseal(case_id, row[1]) if row[0] else self._keys.open("closed", row[1], case_id.encode())
        return codec.case_in(codec.load(data))

    def change_subject(self, case_id: str, subject: DataSubject) -> Case:
        """Return the case with its subject known by other identifiers."""
        return self._put(replace(self.get(case_id), subject=subject))

    def verify(self, case_id: str, verification: Verification) -> Case:
        """Return the case with its subject's identity established."""
        return self._put(replace(self.get(case_id), verified=verification))

    def handle(self, ref: RecordRef) -> str:
        """Return the short word for a record that a reviewer types."""
        return self.token(ref).hex()[:HANDLE_DIGITS]

    def undecided(self, case_id: str) -> list[str]:
        """Return the handles, in full, of the possible matches that nobody decided on."""
        rows = self._db.rows(
            "SELECT token FROM kept WHERE case_id=? AND verdict=? AND token NOT IN (SELECT token FROM decision WHERE case_id=?)",
            case_id, Verdict.POSSIBLE.value, case_id,
        )  # fmt: skip
        return [token.hex() for (token,) in rows]

    def named(self, case_id: str, handles: Sequence[str]) -> list[str]:
        """Return the handles, in full, of the records that these are the beginnings of. Raises InzageError."""
        names = {token.hex() for (token,) in self._db.rows("SELECT token FROM kept WHERE case_id=?", case_id)}
        chosen = []
        for handle in handles:
            whole = handle.lower()
            meant = [whole] if whole in names else [name for name in names if whole and name.startswith(whole)]
            if not meant:
                raise InzageError(f"Case {case_id} holds no record {handle!r}; see: inzage case show {case_id}")
            if len(meant) > 1:
                raise InzageError(f"More than one record of case {case_id} begins with {handle!r}; give more of its handle.")
            chosen += meant
        return chosen

    def decide(self, case_id: str, handles: Sequence[str], decision: Decision) -> None:
        """Add a reviewer's decision on records; the last one holds, the others stay on file. Raises InzageError."""
        self._refuse_closed(self.get(case_id))
        chosen = self.named(case_id, handles)
        sealed = codec.dump(codec.decision_out(decision))
        with self._db.transaction():
            for name in chosen:
                self._db.write(
                    "INSERT INTO decision(case_id, token, sealed) VALUES(?,?,?)",
                    case_id, bytes.fromhex(name), self.seal(case_id, sealed),
                )  # fmt: skip

    def close(self, case_id: str, closed_on: date) -> Case:
        """Destroy what the case holds, and its key; what stays is that there was a case, and its dates."""
        case = self.get(case_id)
        if case.closed_on:
            return case
        # that the identity was established, and when: not how, which may say more about the person
        verified = Verification("", "", case.verified.verified_on) if case.verified else None
        bare = replace(case, subject=DataSubject("", ()), verified=verified, closed_on=closed_on)
        sealed = self._keys.seal("closed", codec.dump(codec.case_out(bare)), case_id.encode())
        with self._db.transaction():
            for table in ("content", "decision", "hand_search", "kept"):
                self._db.write(f"DELETE FROM {table} WHERE case_id=?", case_id)  # noqa: S608  names of our own
            self._db.write("DELETE FROM gap WHERE scope IN (SELECT run_id FROM run WHERE kind='scan' AND scope=?)", case_id)
            self._db.write("DELETE FROM run WHERE kind='scan' AND scope=?", case_id)
            self._db.write("UPDATE dossier SET wrapped_key=NULL, sealed=? WHERE case_id=?", sealed, case_id)
        self._ciphers.pop(case_id, None)
        self._db.shred()
        return bare

    def put_away(self, case_id: str, place: int, blob: Blob) -> Content:
        """Store a file's bytes sealed, in chunks, before the record is kept; raises what `blob.open` raises."""
        with self._db.transaction():
            content = self._db.write("INSERT INTO content(case_id, token, place) VALUES(?,NULL,?)", case_id, place)
        size = 0
        with blob.open() as stream:
            for sequence, chunk in enumerate(iter(lambda: stream.read(CHUNK_BYTES), b"")):
                size += len(chunk)
                with self._db.transaction():
                    sealed = self.seal(case_id, chunk, f"{content}/{sequence}")
                    self._db.write("INSERT INTO chunk VALUES(?,?,?)", content, sequence, sealed)
        return Content(content, place, blob.name, blob.media_type, size)

    def drop_strays(self, case_id: str) -> None:
        """Remove files put away by a run that was cut before their record was kept."""
        with self._db.transaction():
            self._db.write("DELETE FROM content WHERE case_id=? AND token IS NULL", case_id)

    def keep(self, case_id: str, run_id: str, record: Record, match: Match, contents: tuple[Content, ...]) -> None:
        """Replace what is kept of a record; inside a transaction."""
        token = self.token(record.ref)
        self._db.write("DELETE FROM content WHERE case_id=? AND token=?", case_id, token)
        document = {
            "record": codec.record_out(record),
            "match": codec.match_out(match),
            "contents": [[one.content_id, one.place, one.name, one.media_type, one.size] for one in contents],
        }
        sealed = self.seal(case_id, codec.dump(document))
        self._db.write("INSERT OR REPLACE INTO kept VALUES(?,?,?,?,?)", case_id, token, run_id, match.verdict.value, sealed)
        for one in contents:
            self._db.write("UPDATE content SET token=? WHERE content_id=?", token, one.content_id)

    def drop(self, case_id: str, ref: RecordRef) -> None:
        """Forget a record that turned out to be about someone else, unless decided on; inside a transaction."""
        token = self.token(ref)
        if not self._db.row("SELECT 1 FROM decision WHERE case_id=? AND token=?", case_id, token):
            self._db.write("DELETE FROM content WHERE case_id=? AND token=?", case_id, token)
            self._db.write("DELETE FROM kept WHERE case_id=? AND token=?", case_id, token)

    def note_hand_search(self, case_id: str, search: HandSearch) -> None:
        """Note that a place was searched by hand; inside a transaction."""
        sealed = self.seal(case_id, codec.dump(codec.hand_search_out(search)))
        self._db.write("INSERT INTO hand_search(case_id, sealed) VALUES(?,?)", case_id, sealed)

    def hand_searches(self, case_id: str) -> list[HandSearch]:
        """Return what was searched by hand, in the order it was noted."""
        rows = self._db.rows("SELECT sealed FROM hand_search WHERE case_id=? ORDER BY hand_search_id", case_id)
        return [codec.hand_search_in(codec.load(self.unseal(case_id, sealed))) for (sealed,) in rows]

    def counts(self, case_id: str) -> dict[Verdict, int]:
        """Return how many records are kept, by verdict."""
        rows = self._db.rows("SELECT verdict, COUNT(*) FROM kept WHERE case_id=? GROUP BY verdict", case_id)
        return {Verdict(verdict): count for verdict, count in rows}

    def kept(self, case_id: str) -> Iterator[Kept]:
        """Yield what is kept, in the order of the refs, each with the decision that holds."""
        decisions = self._decisions(case_id)
        found = []
        for (token,) in self._db.rows("SELECT token FROM kept WHERE case_id=?", case_id):
            document = self._document(case_id, token)
            if document:
                found.append((codec.ref_in(document["record"]["ref"]), token))
        alike = Counter(token.hex()[:HANDLE_DIGITS] for _, token in found)
        for _, token in sorted(found):
            document = self._document(case_id, token)
            if document:
                handle = token.hex()[:HANDLE_DIGITS]
                yield self._kept(case_id, document, decisions.get(token), handle if alike[handle] == 1 else token.hex())

    def _document(self, case_id: str, token: bytes) -> dict[str, Any] | None:
        """Return what is kept of one record: one at a time, since the text of them all may not fit."""
        row = self._db.row("SELECT sealed FROM kept WHERE case_id=? AND token=?", case_id, token)
        document: dict[str, Any] | None = codec.load(self.unseal(case_id, row[0])) if row else None
        return document

    def _kept(self, case_id: str, document: dict[str, Any], decision: Decision | None, handle: str) -> Kept:
        record = codec.record_in(document["record"])
        contents = [Content(*one) for one in document["contents"]]
        blobs = {one.place: self._blob(case_id, one) for one in contents}
        record = replace(
            record,
            blobs=tuple(blob for place, blob in sorted(blobs.items()) if place != ORIGINAL),
            original=blobs.get(ORIGINAL),
        )
        return Kept(record, codec.match_in(document["match"], record.ref), decision, handle)

    def _decisions(self, case_id: str) -> dict[bytes, Decision]:
        rows = self._db.rows("SELECT token, sealed FROM decision WHERE case_id=? ORDER BY decision_id", case_id)
        return {token: codec.decision_in(codec.load(self.unseal(case_id, sealed))) for token, sealed in rows}

    def _blob(self, case_id: str, content: Content) -> Blob:
        def read(sequence: int) -> bytes | None:
            row = self._db.row("SELECT sealed FROM chunk WHERE content_id=? AND sequence=?", content.content_id, sequence)
            return self.unseal(case_id, row[0], f"{content.content_id}/{sequence}") if row else None

        def open_() -> BinaryIO:
            return BufferedReader(_Chunks(read))

        return Blob(content.name, content.media_type, content.size, open_)

    def _put(self, case: Case) -> Case:
        self._refuse_closed(case)
        with self._db.transaction():
            sealed = self.seal(case.case_id, codec.dump(codec.case_out(case)))
            self._db.write("UPDATE dossier SET sealed=? WHERE case_id=?", sealed, case.case_id)
        return case

    def _refuse_closed(self, case: Case) -> None:
        if case.closed_on:
            raise InzageError(f"Case {case.case_id} is closed.")

    def _next_id(self, year: int) -> str:
        numbers = [
            int(case_id[5:])
            for (case_id,) in self._db.rows("SELECT case_id FROM dossier WHERE case_id LIKE ?", f"{year}-%")
            if case_id[5:].isdigit()
        ]
        return f"{year}-{max(numbers, default=0) + 1:03}"

    def token(self, ref: RecordRef) -> bytes:
        """Return the keyed token of a record."""
        return self._keys.token("record", codec.dump(codec.ref_out(ref)).decode())

    def _cipher(self, case_id: str) -> AESGCM:
        cipher = self._ciphers.get(case_id)
        if cipher is None:
            row = self._db.row("SELECT wrapped_key FROM dossier WHERE case_id=?", case_id)
            if row is None or row[0] is None:
                raise InzageError(f"Case {case_id} is closed: what it held was destroyed.")
            cipher = self._ciphers[case_id] = AESGCM(self._keys.open("case", row[0], case_id.encode()))
        return cipher

    def seal(self, case_id: str, data: bytes, place: str = "") -> bytes:
        """Return data under the case's own key; `place` must be given again to open them."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher(case_id).encrypt(nonce, data, place.encode())

    def unseal(self, case_id: str, sealed: bytes, place: str = "") -> bytes:
        """Return what was sealed. Raises ConfigError where it was changed, InzageError where the case is closed."""
        try:
            return self._cipher(case_id).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
        except InvalidTag:
            raise ConfigError(f"Case {case_id} was changed outside inzage; restore the database from your backup.") from None


class _Chunks(RawIOBase):
    """A stream over numbered chunks, one in memory at a time."""

    def __init__(self, read_chunk: Callable[[int], bytes | None]) -> None:
        self._read_chunk = read_chunk
        self._sequence = 0
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._rest:
            chunk = self._read_chunk(self._sequence)
            if chunk is None:
                return 0
            self._sequence += 1
            self._rest = chunk
        taken = self._rest[: len(buffer)]
        self._rest = self._rest[len(taken) :]
        buffer[: len(taken)] = taken
        return len(taken)
