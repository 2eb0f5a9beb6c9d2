"""Reading a stream as its table says."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from connectors.kit.flatten import flatten
from connectors.kit.paging import gap, items_of, required, text_of
from connectors.zoom.client import Api
from connectors.zoom.endpoints import step
from connectors.zoom.faults import Absent, ScopeMissing
from connectors.zoom.files import broken, files
from connectors.zoom.parents import Parent
from connectors.zoom.sources import Sources, is_webinar
from connectors.zoom.streams import without_keys
from connectors.zoom.tables import Detail, Flat, Part, Table
from scanner.connector import Stream
from scanner.errors import AuthFailed, CursorExpired, Gone, Malformed, SourceError, Unavailable
from scanner.model import Blob, Cursor, Gap, Page, Partition, Record, RecordRef

TOGETHER = 20
"""Records that are put together from several answers: so many make a page."""

PATIENCE = 3
"""So many in a row that Zoom does not answer for end the reading of a stream."""

CHANGED = ("summary_last_modified_time", "date_time", "create_time")

_NOTHING = frozenset({"NO_TRANSCRIPT_DATA", "UNSUPPORTED"})


class Reader:
    """Reads pages and single records. Thread-safe."""

    def __init__(self, system: str, api: Api, sources: Sources) -> None:
        self._system, self._api, self._sources = system, api, sources

    def pages(self, table: Table, partition: Partition, cursor: Cursor | None) -> Iterator[Page]:
        """Yield the partition's pages from `cursor` on. Raises CursorExpired where the place in it is gone."""
        known = table.parents(self._sources, partition.account)
        parents = [one for one in known if isinstance(one, Parent)]
        notes = [] if cursor else [self._note(partition, one) for one in known if isinstance(one, SourceError)]
        at, token = _place(cursor)
        keys = [parent.key for parent in parents]
        if at and at not in keys:
            raise CursorExpired("The place to go on from is not there any more; this part is read again from its start.")
        parents = parents[keys.index(at) :] if at else parents
        if not parents:
            yield Page(notes, None)
        elif isinstance(table, Flat):
            yield from self._lists(table, partition, parents, token, notes)
        else:
            yield from self._details(table, partition, parents, notes)

    def fetch(self, table: Table, ref: RecordRef) -> Record:
        """Read one record again, live. Raises Gone."""
        sources = self._sources.fresh()
        if isinstance(table, Flat):
            return self._listed_again(table, ref, sources)
        parent = Parent(ref.record_id, ref.record_id, ref.record_id)
        if table.find:
            found = [one for one in table.find(sources, ref.account, ref.record_id) if isinstance(one, Parent)]
            parent = next((one for one in found if one.place == ref.record_id), parent)
            if not parent.seed:
                raise Gone("This is not there any more.")
        record, _ = self._put_together(table, ref, parent, frozenset())
        return record

    def _note(self, partition: Partition, error: SourceError) -> Gap:
        return Gap(self._system, partition.account, error.kind, f"Not everything could be listed: {error}", partition)

    def _lists(self, table: Flat, partition: Partition, parents: list[Parent], token: str, notes: list[Gap]) -> Iterator[Page]:
        for number, parent in enumerate(parents):
            following = _cursor(parents[number + 1].key) if number + 1 < len(parents) else None
            for body, after in self._bodies(table, parent, token):
                records = self._items(table, partition.account, parent, body) if body else []
                if not (records or notes or after) and following:
                    # many a meeting has no registrants at all: nothing to commit
                    continue
                yield Page((*notes, *records), _cursor(parent.key, after) if after else following)
                notes = []
            token = ""

    def _bodies(self, table: Flat, parent: Parent, token: str) -> Iterator[tuple[dict[str, Any], str]]:
        try:
            yield from self._api.pages(_path(table.path, parent), {**table.params, **parent.params}, token)
        except Absent:
            # the meeting itself is gone since it was listed, and its list with it
            yield {}, ""

    def _items(self, table: Flat, account: str, parent: Parent, body: Any) -> list[Record]:
        found: dict[RecordRef, Record] = {}
        rows = [(required(item, table.id), item) for item in items_of(body, table.items)]
        for name in table.also:
            rows += _beside(body, name, table.id)
        for record_id, item in rows:
            ref = RecordRef(
                self._system, account, table.stream.name, f"{parent.place}/{record_id}" if parent.place else record_id
            )
            if ref in found:
                raise Malformed("Two items of one page have the same identifier, so that one would hide the other.")
            around = {name: parent.seed[name] for name in table.keep if name in parent.seed}
            found[ref] = self._record(table.stream, ref, {**item, table.within: around} if around else item)
        return list(found.values())

    def _listed_again(self, table: Flat, ref: RecordRef, sources: Sources) -> Record:
        place = ref.record_id.partition("/")[0]
        for parent in table.parents(sources, ref.account):
            if isinstance(parent, Parent) and parent.place in {"", place}:
                for body, _ in self._bodies(table, parent, ""):
                    for record in self._items(table, ref.account, parent, body) if body else ():
                        if record.ref == ref:
                            return record
        raise Gone("This is not there any more.")

    def _details(self, table: Detail, partition: Partition, parents: list[Parent], notes: list[Gap]) -> Iterator[Page]:
        denied: dict[str, ScopeMissing] = {}
        for start in range(0, len(parents), TOGETHER):
            chunk, rest = parents[start : start + TOGETHER], parents[start + TOGETHER :]
            yield Page(self._chunk(table, partition, chunk, notes, denied), _cursor(rest[0].key) if rest else None)
            notes = []

    def _chunk(
        self, table: Detail, partition: Partition, parents: Iterable[Parent], notes: list[Gap], denied: dict[str, ScopeMissing]
    ) -> Iterator[Record | Gap]:
        yield from notes
        unanswered = 0
        for parent in parents:
            ref = RecordRef(self._system, partition.account, table.stream.name, parent.place)
            try:
                record, refused = self._put_together(table, ref, parent, frozenset(denied))
            except (AuthFailed, CursorExpired, ScopeMissing):
                raise
            except Gone:
                unanswered = 0
            except SourceError as error:
                unanswered = unanswered + 1 if isinstance(error, Unavailable) else 0
                if unanswered >= PATIENCE:
                    raise
                yield gap(ref, error, partition)
            else:
                unanswered = 0
                yield record
                for path, missing in refused.items():
                    denied[path] = missing
                    yield Gap(
                        self._system, partition.account, missing.kind, f"A part of every record is missing: {missing}", partition
                    )

    def _put_together(
        self, table: Detail, ref: RecordRef, parent: Parent, without: frozenset[str]
    ) -> tuple[Record, dict[str, ScopeMissing]]:
        """Return a record and the parts that a missing scope keeps out of it. Raises Gone where nothing of it is there."""
        raw: dict[str, Any] = dict(parent.seed) if table.find else {}
        missing: list[Blob] = []
        refused: dict[str, ScopeMissing] = {}
        errors: list[SourceError] = []
        for part in table.parts:
            if part.path in without or part.webinar not in {None, is_webinar(parent.seed)}:
                continue
            try:
                self._add(raw, part, parent)
            except (AuthFailed, CursorExpired, Unavailable):
                raise
            except SourceError as error:
                if not part.optional:
                    raise
                if isinstance(error, Absent):
                    continue
                errors.append(error)
                if isinstance(error, ScopeMissing):
                    refused[part.path] = error
                else:
                    missing.append(broken(part.into or "more", error))
        if not raw:
            raise errors[0] if errors else Gone("There is nothing here.")
        if text_of(raw, "transcript/download_restriction_reason") in _NOTHING:
            raise Gone("There is nothing here.")
        return self._record(table.stream, ref, raw, tuple(missing)), refused

    def _add(self, raw: dict[str, Any], part: Part, parent: Parent) -> None:
        path = _path(part.path, parent)
        if part.items:
            if listed := self._api.listed(path, part.items, part.params, part.beside):
                raw[part.into] = listed
            return
        body = self._api.get(path, part.params)
        if part.answers and not items_of(body, part.answers, part.beside):
            return
        if part.into:
            raw[part.into] = body
        else:
            raw.update(body)

    def _record(self, stream: Stream, ref: RecordRef, answer: Any, missing: tuple[Blob, ...] = ()) -> Record:
        raw = without_keys(answer)
        fields = flatten(raw, stream.declares, stream.ignores)
        changed_at = next((moment for name in CHANGED if (moment := _moment(text_of(raw, name)))), None)
        original = Blob("zoom.json", "application/json", None, lambda: BytesIO(json.dumps(raw, ensure_ascii=False).encode()))
        return Record(ref, fields, (*files(self._api, stream, raw), *missing), changed_at, "", original)


def _beside(body: Any, name: str, key: str) -> list[tuple[str, dict[str, Any]]]:
    """Return what a list that may be absent holds, item by item: of an edited message there may be several versions."""
    if name not in body:
        return []
    found: dict[str, list[Any]] = {}
    for item in items_of(body, name):
        found.setdefault(required(item, key), []).append(item)
    return [(f"{value}:{name}", {name: versions}) for value, versions in found.items()]


def _path(template: str, parent: Parent) -> str:
    return template.replace("{id}", step(parent.id))


def _cursor(key: str, token: str = "") -> Cursor:
    return Cursor(json.dumps([key, token]))


def _place(cursor: Cursor | None) -> tuple[str, str]:
    if cursor is None:
        return "", ""
    try:
        key, token = json.loads(cursor)
    except (ValueError, TypeError):
        raise CursorExpired("The place to go on from was not understood; this part is read again from its start.") from None
    return str(key), str(token)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        # the text itself is a field all the same
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None
