"""The contract: what is read, refused and said when the platform misbehaves."""

import json
from collections.abc import Callable, Iterator

import pytest

from connectors.kit.allowlist import AllowList
from connectors.testing import faults
from connectors.testing.faults import THIEF, WAIT_SECONDS, Fault, Key
from connectors.testing.promises import Promises
from connectors.testing.world import Visit, World, brief, listening
from connectors.testing.wsgi import Seen, VirtualClock
from scanner.connector import Searchable
from scanner.errors import SourceError
from scanner.model import GapKind

PASSING: dict[str, Callable[[VirtualClock], Fault]] = {
    "429, wait in seconds": lambda clock: faults.retry_after(429, "seconds", clock),
    "429, wait as an HTTP date": lambda clock: faults.retry_after(429, "http-date", clock),
    "429, wait in ISO 8601": lambda clock: faults.retry_after(429, "iso-8601", clock),
    "429, no hint": lambda clock: faults.retry_after(429, "none", clock),
    "503, wait in seconds": lambda clock: faults.retry_after(503, "seconds", clock),
    "503, no hint": lambda clock: faults.retry_after(503, "none", clock),
    "reset": lambda _: faults.reset,
    "truncated body": lambda _: faults.truncated,
    "slow body": faults.slow,
}

DENIALS = {GapKind.AUTH_FAILED, GapKind.ACCESS_DENIED}
BOMB_MEGABYTES = 96


class Hostility(Promises):
    """Nothing is lost in silence, nothing leaks, nothing is written."""

    def test_only_allowed_reads_leave(self) -> None:
        """Whatever is asked of the connector, every request is in its reads, and every POST is a read for a reason."""
        world = self.world()
        assert all(read.method in {"GET", "HEAD", "POST"} for read in world.connector.reads)
        unexplained = {read.path for read in world.connector.reads if read.method == "POST"} - world.posts.keys()
        assert not unexplained, f"say in `posts` why these POSTs only read: {sorted(unexplained)}"
        visit = world.visit()
        sweep = visit.sweep()
        list(visit.connector.check())
        if isinstance(visit.connector, Searchable) and world.subject is not None:
            list(visit.connector.search(world.subject))
        for ref in list(sweep.records)[:3]:
            visit.connector.fetch(ref)
        visit.assert_only_reads()

    @pytest.mark.parametrize("fault", PASSING)
    def test_what_passes_loses_nothing(self, fault: str) -> None:
        """Every request fails once, and everything is there all the same."""
        self.skip_without("http")
        world, clock = self.world(), VirtualClock()
        expected = world.visit().sweep()
        visit = world.visit(faults.first_time(PASSING[fault](clock)), clock=clock)
        sweep = visit.sweep()
        assert sweep.complaints == []
        assert sweep.content().keys() == expected.content().keys(), (
            f"lost: {brief(expected.records.keys() - sweep.records.keys())}"
        )
        assert sweep.content() == expected.content(), "what was read differs"
        if "wait" in fault:
            _assert_waited(visit.seen)

    @pytest.mark.parametrize("code", [401, 403, 404, 410])
    def test_refusals_are_told_apart(self, code: int) -> None:
        """A refused sign-in, a refused sight, a thing that is gone and a lapsed cursor are four things."""
        self.skip_without("http")
        world = self.world()
        expected = world.visit().sweep()
        for target in _targets(world):
            sweep = world.visit(faults.at({target.key}, faults.status(code))).sweep()
            lost = expected.records.keys() - sweep.records.keys()
            if target.method == "POST":
                assert sweep.complaints, f"a refused sign-in ({code}) was swallowed"
            elif code == 401:
                assert GapKind.AUTH_FAILED in sweep.kinds, f"401 was taken for {sweep.complaints or 'nothing'}"
            elif code == 403:
                assert GapKind.ACCESS_DENIED in sweep.kinds, f"403 was taken for {sweep.complaints or 'nothing'}"
            else:
                assert not sweep.kinds & DENIALS, f"{code} was taken for {sweep.complaints}"
                assert sweep.complaints or len(lost) <= 1, f"{code} lost records in silence: {brief(lost)}"

    def test_denied_everywhere_nothing_is_visible(self) -> None:
        """`check` does not vouch for what it was denied."""
        self.skip_without("http")
        try:
            rows = list(self.world().visit(faults.status(403)).connector.check())
        except SourceError:
            return
        assert not any(row.visible for row in rows)

    def test_a_long_outage_ends_in_a_complaint(self) -> None:
        """A platform that never answers is unavailable, after a bounded number of requests."""
        self.skip_without("http")
        world = self.world()
        outage = faults.status(503)
        for fault in (outage, *(faults.at({target.key}, outage) for target in _targets(world))):
            sweep = world.visit(fault, budget=2000).sweep()
            assert GapKind.UNAVAILABLE in sweep.kinds, f"an outage was taken for {sweep.complaints or 'nothing'}"

    def test_a_renamed_list_is_an_error(self) -> None:
        """A list under another name is never "no records"."""
        self.skip_without("http")
        world = self.world()
        expected = world.visit().sweep()
        complained = False
        for target in _targets(world, json_only=True):
            sweep = world.visit(faults.at({target.key}, faults.rewriting(faults.renamed_list))).sweep()
            lost = expected.records.keys() - sweep.records.keys()
            assert sweep.complaints or not lost, f"a renamed list was taken for an empty one: {brief(lost)} lost"
            complained |= bool(sweep.complaints)
        assert complained, "no list was missed when it was renamed"

    def test_html_is_an_error(self) -> None:
        """A sign-in page with status 200 is no record and no empty list."""
        self.skip_without("http")
        world = self.world()
        for target in _targets(world, json_only=True):
            assert world.visit(faults.at({target.key}, faults.HTML)).sweep().complaints, "a web page was taken for an answer"

    def test_a_huge_answer_is_refused(self) -> None:
        """A small body that unpacks to more than the gateway's limit is too large."""
        self.skip_without("http")
        world = self.world()
        target = next(_targets(world, json_only=True))
        sweep = world.visit(faults.at({target.key}, faults.gzip_bomb(BOMB_MEGABYTES))).sweep()
        assert GapKind.TOO_LARGE in sweep.kinds

    def test_a_repeated_page_token_is_an_error(self) -> None:
        """A listing that leads back to itself ends in an error and not in a loop."""
        self.skip_without("http")
        self.skip_without("paging")
        world = self.world()
        assert world.next_keys, "say in `next_keys` which JSON keys lead to the next page"
        visit = world.visit()
        expected = visit.sweep()
        sweep = world.visit(faults.repeated_token(world.next_keys), budget=50 * len(visit.seen)).sweep()
        paged = {partition for partition, count in expected.pages.items() if count > 1}
        assert paged, "plant enough for several pages"
        assert GapKind.MALFORMED in sweep.kinds, f"a repeated token gave {sweep.complaints}"
        fooled = {partition.stream for partition in paged & sweep.ended} if not sweep.gaps else set()
        assert not fooled, f"a listing that leads back to itself was taken for complete: {sorted(fooled)}"

    def test_a_next_link_to_another_host_is_refused(self) -> None:
        """The token stays home."""
        self.skip_without("http")
        world = self.world()
        assert world.links != self.does_not_apply("links"), (
            "say in `links` or `not_applicable` whether pages are found by addresses"
        )
        self.skip_without("links")
        visit = world.visit(faults.foreign_link(world.next_keys))
        sweep = visit.sweep()
        assert sweep.complaints, "a next page at another address was passed over"
        _assert_home(visit)

    def test_a_redirect_is_refused(self) -> None:
        """A platform cannot send the token elsewhere."""
        self.skip_without("http")
        world = self.world()
        for target in _targets(world):
            visit = world.visit(faults.at({target.key}, faults.redirect()))
            assert visit.sweep().complaints, "a redirect was passed over"
            _assert_home(visit)

    def test_nothing_personal_shows(self) -> None:
        """No token and no personal value is logged, printed, shown in a repr or said in an error."""
        world = self.world()
        unspeakable = world.unspeakable()
        echo = faults.status(400, body=json.dumps(sorted(unspeakable)).encode())
        ways: list[tuple[Fault, ...]] = [
            (),
            (faults.status(401),),
            (faults.status(403),),
            (faults.status(404),),
            (echo,),
            (faults.reset,),
        ]
        keys = {target.key for target in _targets(world)} if not self.does_not_apply("http") else set()
        ways += [(faults.at(keys, fault),) for fault in (echo, faults.HTML, faults.reset, faults.rewriting(faults.renamed_list))]
        with listening() as overheard:
            for way in ways:
                visit = world.visit(*way)
                sweep = visit.sweep()
                errors = _search_and_check(visit)
                shown = [
                    visit.connector,
                    visit.system,
                    *sweep.records.values(),
                    *sweep.pages,
                    *sweep.gaps,
                    *sweep.errors,
                    *errors,
                ]
                overheard.note(*shown)
                overheard.note(*sweep.complaints)
        leaks = overheard.leaks(unspeakable)
        assert not leaks, f"a secret or a personal value shows in: {leaks[0]}"


def _search_and_check(visit: Visit) -> Iterator[SourceError]:
    flows: list[Callable[[], object]] = [lambda: list(visit.connector.check())]
    if isinstance(visit.connector, Searchable) and visit.world.subject is not None:
        subject = visit.world.subject
        flows.append(lambda: list(visit.connector.search(subject)))
    for flow in flows:
        try:
            flow()
        except SourceError as error:
            yield error


def _targets(world: World, *, json_only: bool = False) -> Iterator[Seen]:
    """Yield, for each of the connector's reads, the first and the last request of a whole run."""
    visit = world.visit()
    visit.sweep()
    allowed = AllowList(visit.connector.reads)
    of_read: dict[str, dict[Key, Seen]] = {}
    for seen in visit.seen:
        if not json_only or (seen.media_type == "application/json" and seen.status == 200):
            read = allowed.match(seen.method, seen.url)
            of_read.setdefault(f"{read.method} {read.host}{read.path}", {})[seen.key] = seen
    for requests in of_read.values():
        distinct = list(requests.values())
        yield distinct[0]
        if len(distinct) > 1:
            yield distinct[-1]


def _assert_waited(requests: list[Seen]) -> None:
    first: dict[Key, float] = {}
    for seen in requests:
        if seen.status in {429, 503}:
            first[seen.key] = seen.at
        elif seen.key in first:
            # an HTTP date has no fractions
            assert seen.at - first[seen.key] > WAIT_SECONDS - 1.1, "asked again before the platform wanted to be asked"


def _assert_home(visit: Visit) -> None:
    assert THIEF not in {seen.host for seen in visit.seen}, "a request, with its token, went to another host"
