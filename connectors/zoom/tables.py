"""How each stream is read: lists under parents, or things that are put together from several answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from connectors.zoom.parents import Known
from connectors.zoom.sources import Sources
from scanner.connector import Stream

Source = Callable[[Sources, str], list[Known]]
Finder = Callable[[Sources, str, str], list[Known]]


@dataclass(frozen=True, slots=True)
class Flat:
    """Lists of whole records, one list for each parent. A record's id is `<place>/<id>`, or `<id>` where there is no place.

    `also` names lists that stand beside `items`: what they hold becomes records of its own, item by item. `keep` are keys of the
    parent's seed that each record gets under `within`.
    """

    stream: Stream
    part: str
    parents: Source
    path: str
    items: str
    id: str = "id"
    params: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    within: str = ""
    keep: tuple[str, ...] = ()
    personal: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """One answer of which a record is made: an object, or with `items` a list that is read to its end.

    It is put under `into` ("": on top). `optional` ones may be missing; `answers` is a list in the object without which there is
    nothing; `beside` are the keys that may then be there all the same. `webinar` says of which
    kind of recording this is to be asked, where not of both.
    """

    path: str
    into: str = ""
    items: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    optional: bool = False
    answers: str = ""
    beside: tuple[str, ...] | None = None
    webinar: bool | None = None


@dataclass(frozen=True, slots=True)
class Detail:
    """A record for each parent. With `find` what the list said of it is part of the record, and is looked up again by it."""

    stream: Stream
    part: str
    parents: Source
    parts: tuple[Part, ...]
    find: Finder | None = None
    personal: bool = True


Table = Flat | Detail
