"""Every promise about hostile platforms, silence and discretion is broken on purpose, and the contract must notice."""

import json
import logging
import socket
from dataclasses import replace

import pytest
import requests

from connectors.kit.http import Gateway, Response, Retry
from connectors.testing.club import world
from connectors.testing.clubkaart import HOST, Clubkaart
from connectors.testing.hostility import Hostility
from scanner.connector import Read
from scanner.errors import AccessDenied, AuthFailed, CursorExpired, Gone, Malformed, SourceError, Unavailable
from scanner.model import Cursor, Page, Visibility

NOTICED = (AssertionError, pytest.fail.Exception)


def contract(connector, **changes):
    """Return the contract as it holds for Clubkaart, with another connector in its place."""

    class Held(Hostility):
        not_applicable = changes.pop("not_applicable", {})

        def world(self):
            return world(connector, **changes)

    return Held()


class Careless:
    """A gateway such as one writes in an afternoon, with one virtue at a time."""

    def __init__(self, system, *, persistent=False, follow=False, errors=None, anything=False):
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.mount("https://", system.transport)
        self.token, self.persistent, self.follow, self.errors, self.anything = system.token, persistent, follow, errors, anything

    def send(self, method, url, *, params=None, **_):
        while True:
            try:
                answer = self.session.request(
                    method,
                    url,
                    params=params,
                    headers={"Authorization": f"Bearer {self.token.reveal()}"},
                    allow_redirects=self.follow,
                )
            except (requests.RequestException, OSError):
                raise Unavailable("It did not answer.") from None
            if not (self.persistent and answer.status_code in {429, 503}):
                break
        if answer.status_code >= 300:
            errors = self.errors or {401: AuthFailed, 403: AccessDenied, 404: Gone, 410: CursorExpired}
            raise errors.get(answer.status_code, Malformed)("It was refused.")
        if self.anything:
            return _Anything(answer.content)
        return Response(answer.status_code, {}, answer.content)


class _Anything:
    def __init__(self, content):
        self.content = content

    def json(self):
        try:
            return json.loads(self.content)
        except ValueError:
            return {"branches": [], "members": [], "notes": []}


def careless(**virtues):
    return type("CarelessConnector", (Clubkaart,), {"connect": lambda _self, system: Careless(system, **virtues)})


class DoesNotVerifyLinks(Clubkaart):
    class _Trusting:
        key = "next"

        def request(self, url, params, token):
            return (token, {}) if token else (url, params)

        def following(self, page, url, token):
            return page.get("next") or ""

    listings = (Clubkaart.listings[0], replace(Clubkaart.listings[1], paging=_Trusting()))

    def connect(self, system):
        return Careless(system)


class PassesOverForeignLinks(Clubkaart):
    def pages(self, partition, cursor):
        try:
            yield from super().pages(partition, cursor)
        except Malformed:
            yield Page((), None)


class SwallowsErrors(Clubkaart):
    def pages(self, partition, cursor):
        try:
            yield from super().pages(partition, cursor)
        except SourceError:
            return


class SwallowsTheMissing(Clubkaart):
    def pages(self, partition, cursor):
        try:
            yield from super().pages(partition, cursor)
        except (Gone, CursorExpired):
            return


class TakesAnyPage(Clubkaart):
    def page(self, listing, partition, body, cursor, delta):
        return super().page(listing, partition, {listing.items: [], **body}, cursor, delta)


class Loops(Clubkaart):
    def walk(self, partition, cursor):
        listing, token = self.listing(partition.stream), ""
        while True:
            body, token = self.load(listing, listing.params, token, partition.account)
            yield self.page(listing, partition, body, Cursor(json.dumps(["", token])) if token else None, None)
            if not token:
                return


class StopsAtARepeatedToken(Clubkaart):
    def walk(self, partition, cursor):
        try:
            yield from super().walk(partition, cursor)
        except Malformed:
            yield Page((), None)


class VouchesForEverything(Clubkaart):
    def check(self):
        return iter([Visibility("noord", stream.name, visible=True) for stream in self.streams])


class Writes(Clubkaart):
    def account_ids(self):
        request = requests.Request("POST", f"https://{HOST}/v1/branches/noord/members", data=b"x").prepare()
        self.system.transport.send(request).close()
        return super().account_ids()


class WouldWrite(Clubkaart):
    reads = (*Clubkaart.reads, Read("POST", HOST, "/v1/branches/{branch}/members"))


class WouldDelete(Clubkaart):
    reads = (*Clubkaart.reads, Read("DELETE", HOST, "/v1/branches/{branch}/members/{id}"))


class OpensASocket(Clubkaart):
    def account_ids(self):
        try:
            socket.create_connection(("127.0.0.1", 9), timeout=0.1)
        except Exception:  # as swallowing code does
            logging.getLogger(__name__).debug("no luck")
        return super().account_ids()


class LogsTheToken(Clubkaart):
    def account_ids(self):
        logging.getLogger("clubkaart").debug("signing in with %s", self.system.token.reveal())
        return super().account_ids()


class LogsValues(Clubkaart):
    def record(self, listing, ref, raw):
        logging.getLogger("clubkaart").debug("got %s", raw)
        return super().record(listing, ref, raw)


class PrintsValues(Clubkaart):
    def record(self, listing, ref, raw):
        print(raw)  # noqa: T201
        return super().record(listing, ref, raw)


class QuotesTheAnswer(Clubkaart):
    class _Quoting(Gateway):
        def _judge(self, call, answer):
            try:
                super()._judge(call, answer)
            except Malformed as error:
                raise Malformed(f"{error} {answer.body.getvalue().decode()}") from None

    def connect(self, system):
        return self._Quoting(system, self.reads)


class QuotesTheCause(Clubkaart):
    def search(self, subject):
        try:
            yield from super().search(subject)
        except SourceError as error:
            raise Malformed("The search failed.") from ValueError(subject.identifiers[0].value, error)

    def partitions(self):
        try:
            yield from super().partitions()
        except SourceError as error:
            raise AccessDenied("It failed.") from ValueError(self.system.token.reveal(), error)


class ShowsItself(Clubkaart):
    def __repr__(self):
        return f"Clubkaart({self.system.token.reveal()})"


class NeverWaits(Clubkaart):
    """Asks again and again without regard for what the platform asked."""

    def connect(self, system):
        return Careless(system, persistent=True)


IMPATIENT = type(
    "Impatient", (Clubkaart,), {"connect": lambda self, system: Gateway(system, self.reads, retry=Retry(attempts=1))}
)

PLANTED = [
    (Hostility.test_only_allowed_reads_leave, Writes, {}),
    (Hostility.test_only_allowed_reads_leave, WouldWrite, {}),
    (Hostility.test_only_allowed_reads_leave, WouldDelete, {}),
    (Hostility.test_only_allowed_reads_leave, OpensASocket, {}),
    (Hostility.test_denied_everywhere_nothing_is_visible, VouchesForEverything, {}),
    (Hostility.test_a_long_outage_ends_in_a_complaint, SwallowsErrors, {}),
    (Hostility.test_a_long_outage_ends_in_a_complaint, careless(persistent=True), {}),
    (Hostility.test_a_renamed_list_is_an_error, TakesAnyPage, {}),
    (Hostility.test_html_is_an_error, careless(anything=True), {}),
    (Hostility.test_a_huge_answer_is_refused, careless(), {}),
    (Hostility.test_a_repeated_page_token_is_an_error, Loops, {}),
    (Hostility.test_a_repeated_page_token_is_an_error, StopsAtARepeatedToken, {}),
    (Hostility.test_a_next_link_to_another_host_is_refused, DoesNotVerifyLinks, {}),
    (Hostility.test_a_next_link_to_another_host_is_refused, PassesOverForeignLinks, {}),
    (Hostility.test_a_next_link_to_another_host_is_refused, Clubkaart, {"links": False}),
    (Hostility.test_a_redirect_is_refused, careless(follow=True), {}),
    (Hostility.test_a_redirect_is_refused, SwallowsErrors, {}),
    (Hostility.test_nothing_personal_shows, LogsTheToken, {}),
    (Hostility.test_nothing_personal_shows, LogsValues, {}),
    (Hostility.test_nothing_personal_shows, PrintsValues, {}),
    (Hostility.test_nothing_personal_shows, QuotesTheAnswer, {}),
    (Hostility.test_nothing_personal_shows, QuotesTheCause, {}),
    (Hostility.test_nothing_personal_shows, ShowsItself, {}),
]

PLANTED_WITH = [
    *(
        (Hostility.test_what_passes_loses_nothing, fault, careless())
        for fault in ("429, no hint", "503, no hint", "reset", "truncated body")
    ),
    *(
        (Hostility.test_what_passes_loses_nothing, fault, IMPATIENT)
        for fault in ("429, wait in seconds", "slow body", "truncated body")
    ),
    (Hostility.test_what_passes_loses_nothing, "429, wait in seconds", NeverWaits),
    (Hostility.test_what_passes_loses_nothing, "429, wait as an HTTP date", NeverWaits),
    (Hostility.test_what_passes_loses_nothing, "429, wait in ISO 8601", NeverWaits),
    (Hostility.test_what_passes_loses_nothing, "503, wait in seconds", NeverWaits),
    (Hostility.test_refusals_are_told_apart, 401, careless(errors={401: AccessDenied})),
    (Hostility.test_refusals_are_told_apart, 403, careless(errors={403: AuthFailed})),
    (Hostility.test_refusals_are_told_apart, 404, careless(errors={404: AccessDenied})),
    (Hostility.test_refusals_are_told_apart, 410, careless(errors={410: AuthFailed})),
    (Hostility.test_refusals_are_told_apart, 401, SwallowsErrors),
    (Hostility.test_refusals_are_told_apart, 403, SwallowsErrors),
    (Hostility.test_refusals_are_told_apart, 404, SwallowsTheMissing),
    (Hostility.test_refusals_are_told_apart, 410, SwallowsTheMissing),
]


@pytest.mark.parametrize(("promise", "connector", "changes"), PLANTED, ids=lambda x: getattr(x, "__name__", ""))
def test_a_broken_promise_is_noticed(promise, connector, changes):
    with pytest.raises(NOTICED):
        promise(contract(connector, **dict(changes)))


@pytest.mark.parametrize(("promise", "fault", "connector"), PLANTED_WITH, ids=lambda x: getattr(x, "__name__", str(x)))
def test_a_broken_promise_is_noticed_under_fault(promise, fault, connector):
    with pytest.raises(NOTICED):
        promise(contract(connector), fault)


def test_every_promise_has_a_planted_fault():
    promises = {name for name in dir(Hostility) if name.startswith("test_")}
    assert promises == {promise.__name__ for promise, *_ in [*PLANTED, *PLANTED_WITH]}
