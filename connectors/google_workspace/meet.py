"""Meet: who was in each conference and what was said where it was transcribed. Google keeps both for thirty days.

A conference is read once, with the first user who sees it. The document that Google writes of a transcript, and the
recording, are files in Drive and read there.
"""

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Any, BinaryIO

from connectors.google_workspace.domain import Domain, as_returned, moment
from connectors.google_workspace.faults import surely
from connectors.google_workspace.shared import Shared
from connectors.google_workspace.sweeping import Load, Sweeping, below, paged
from connectors.kit.flatten import flatten
from connectors.kit.paging import items_of, required, text_of, token_pages
from scanner.connector import Circle, Gathering, Phrase, Stream
from scanner.entities import EntityType
from scanner.model import Blob, Gap, Partition, Record, RecordRef

SCOPE = "meetings.space.readonly"
CONFERENCES = "conferenceRecords"

_NUMBER = "a number of the platform"
_KINDS = ("signedinUser", "anonymousUser", "phoneUser")

PARTICIPANTS = Stream(
    "participants",
    Phrase("Who was in a video meeting", "Wie in een videovergadering was"),
    declares={f"/{kind}/displayName": EntityType.PERSON for kind in _KINDS[:2]},
    ignores={"/name": _NUMBER, "/signedinUser/user": _NUMBER},
    circle=Circle(Gathering.MEETING, f"[^/]*/({CONFERENCES}/[^/]+)/"),
)
TRANSCRIPTS = Stream(
    "transcripts",
    Phrase("What was said in a video meeting", "Wat in een videovergadering is gezegd"),
    ignores={"/name": _NUMBER, "/docsDestination": "where the same lies as a file, which is read there"},
    circle=Circle(Gathering.MEETING, f"[^/]*/({CONFERENCES}/[^/]+)/"),
)
MOST = {"participants": 250, "transcripts": 100, "transcriptEntries": 100}
"""The most that Google puts on a page."""


class Meet(Sweeping):
    """The streams `participants` and `transcripts`: one partition of each for each user."""

    streams = (PARTICIPANTS, TRANSCRIPTS)

    def __init__(self, domain: Domain) -> None:
        super().__init__(domain)
        self._shared = Shared(domain, self._names)

    def _ask(self, user: str, method: str, **parameters: Any) -> Any:
        return self._domain.google.ask(SCOPE, user, f"meet.{CONFERENCES}.{method}", **parameters)

    def partitions(self, user: str) -> Iterator[Partition | Gap]:
        """Yield who was there and what was said, of the conferences that are read with this user."""
        yield Partition(user, PARTICIPANTS.name)
        yield Partition(user, TRANSCRIPTS.name)

    def _conferences(self, user: str) -> Load:
        def load(token: str) -> tuple[list[Any], str]:
            body = self._ask(user, "list", pageSize=100, pageToken=token or None)
            return items_of(body, CONFERENCES, ("nextPageToken",)), text_of(body, "nextPageToken")

        return paged(load)

    def _names(self, user: str) -> Iterator[str]:
        for conferences, _ in token_pages(self._conferences(user)):
            yield from (required(one, "name") for one in conferences)

    def listings(self, partition: Partition) -> tuple[Load, ...]:
        """Return the user's conferences: what is read lies below them."""
        return (self._conferences(partition.account),)

    def records(self, partition: Partition, items: list[Any]) -> Iterable[Record | Gap]:
        """Yield the participants or transcripts of each conference that is read with this user."""
        here = self._shared.of(partition.account)
        names = [name for name in (required(item, "name") for item in items) if name in here]

        def children(conference: str) -> Iterator[Record]:
            for item in self._below(partition.account, partition.stream, partition.stream, conference):
                yield self._record(
                    RecordRef(self._domain.system, partition.account, partition.stream, required(item, "name")), item
                )

        return below(
            names,
            children,
            lambda name, error: self._gap(partition, "A video meeting could not be looked into", error, f"/{name}"),
        )

    def _below(self, user: str, way: str, items: str, parent: str) -> Iterator[Any]:
        """Yield what lies below a conference or a transcript."""

        def load(token: str) -> tuple[list[Any], str]:
            body = self._ask(user, f"{way}.list", parent=parent, pageSize=MOST[items], pageToken=token or None)
            return items_of(body, items, ("nextPageToken", "totalSize")), text_of(body, "nextPageToken")

        for page, _ in token_pages(paged(load)):
            yield from page

    def _record(self, ref: RecordRef, item: Any) -> Record:
        stream = PARTICIPANTS if ref.stream == PARTICIPANTS.name else TRANSCRIPTS
        number = ref.record_id.rpartition("/")[2]
        spoken: Callable[[], BinaryIO] = lambda: self._spoken(ref)  # noqa: E731
        said = (Blob(f"transcript-{number}.txt", "text/plain; charset=utf-8", None, spoken),) if stream is TRANSCRIPTS else ()
        ended = text_of(item, "latestEndTime") or text_of(item, "endTime")
        return Record(
            ref, flatten(item, stream.declares, stream.ignores), said, moment(ended), original=as_returned(number, item)
        )

    def _spoken(self, ref: RecordRef) -> BinaryIO:
        """Return what was said, a line each with who said it."""
        said = surely(lambda: "".join(self._lines(ref)), "Google lists this transcript and not its text; open the document.")
        return BytesIO(said.encode())

    def _lines(self, ref: RecordRef) -> Iterator[str]:
        conference = ref.record_id.partition("/transcripts/")[0]
        people = self._below(ref.account, "participants", "participants", conference)
        names = {required(one, "name"): _shown(one) for one in people}
        for entry in self._below(ref.account, "transcripts.entries", "transcriptEntries", ref.record_id):
            yield f"{names.get(text_of(entry, 'participant'), '?')}: {text_of(entry, 'text')}\n"

    def fetch(self, ref: RecordRef) -> Record:
        """Read one participant or transcript again."""
        return self._record(ref, self._ask(ref.account, f"{ref.stream}.get", name=ref.record_id))


def _shown(participant: Any) -> str:
    return next(filter(None, (text_of(participant, f"{kind}/displayName") for kind in _KINDS)), "?")
