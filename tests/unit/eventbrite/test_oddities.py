"""Where Eventbrite is odd, and where the SDK is."""

import subprocess
import sys
from datetime import timedelta

import pytest

from connectors.eventbrite import Eventbrite
from connectors.sandbox.eventbrite import HOST, Account, EventbriteStandIn
from connectors.testing.world import Sweep
from connectors.testing.wsgi import Network, VirtualClock
from scanner.connector import Incremental, Searchable, Secret, System
from scanner.entities import EntityType
from scanner.errors import AuthFailed, ConfigError, CursorExpired, Malformed, SourceError, Unavailable
from scanner.model import Cursor, DataSubject, Gap, GapKind, Identifier, Partition, RecordRef

ORG, TOKEN = "9", "invented-token-77"
EMAIL = EntityType.EMAIL_ADDRESS


def order(number, **more):
    return {
        "id": number, "name": "Okke Terpstra", "email": "okke@post.example", "status": "placed", "event_id": "1",
        "changed": "2026-10-02T08:00:00Z", "answers": [], **more,
    }  # fmt: skip


class Stall:
    """A small account and a connector before it."""

    def __init__(self, **more):
        self.account = Account(
            {"id": "5", "name": "Anna"}, {ORG: {"id": ORG, "name": "Pand"}},
            events={"1": {"id": "1", "name": {"text": "Les"}, "organization_id": ORG, "status": "live"}}, **more,
        )  # fmt: skip
        self.app = EventbriteStandIn(self.account, TOKEN, page=2)
        self.clock = VirtualClock()

    def connector(self, token=TOKEN):
        network = Network({HOST: self.app}, self.clock)
        return Eventbrite(System("eb", None, token=Secret(token), transport=network))

    def sweep(self, stream=""):
        connector, sweep = self.connector(), Sweep()
        for partition in connector.partitions():
            if isinstance(partition, Gap):
                sweep.gaps.append(partition)
            elif stream in {"", partition.stream}:
                sweep.read(partition, connector.pages(partition, None))
        return sweep

    def asked(self, name):
        return [query for method, query in self.app.seen if method == name]


def fields(record):
    return {one.path: (one.value, one.declared) for one in record.fields}


def test_the_sdk_reads_through_the_gateway_and_cannot_write(monkeypatch):
    monkeypatch.setenv("EVENTBRITE_API_URL", "https://thief.example/v3/")
    client = Stall().connector()._client
    assert client.oauth_token == ""
    asked = {"status": "both"}
    assert client.get_user()["name"] == "Anna"
    assert client.get_event_attendees("1", status="attending").pagination["object_count"] == 0
    client.get("/organizations/9/orders/", asked, ("answers",))
    assert asked == {"status": "both"}
    for write in (
        lambda: client.post("/events/", {}),
        lambda: client.delete("/orders/1/"),
        lambda: client.api("post", "/events/", {}),
        lambda: client.post_event({}),
        lambda: client.publish_event("1"),
        lambda: client.event_search(q="x"),
    ):
        with pytest.raises(SourceError):
            write()


def test_the_sdk_is_not_loaded_with_the_connector():
    code = "import sys, connectors.eventbrite; sys.exit(any(m == 'eventbrite' for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_wrong_token_is_a_refused_sign_in_though_it_is_a_400():
    with pytest.raises(AuthFailed):
        list(Stall().connector("another").pages(Partition("", "user"), None))


def test_without_a_token_nothing_starts():
    with pytest.raises(ConfigError, match=r"\[systems\.eb\] token"):
        Eventbrite(System("eb", None))


def test_what_cannot_be_expanded_is_read_bare_and_told():
    stall = Stall(orders={number: order(number) for number in ("70", "71", "72")})
    stall.app.brittle.add("71")
    sweep = stall.sweep("orders")
    assert {ref.record_id for ref in sweep.records} == {"70", "71", "72"}
    assert [blob.name for record in sweep.records.values() for blob in record.blobs] == ["expansions"]
    assert [(type(error).__name__, error.kind) for error in sweep.errors] == [("ExpansionFailed", GapKind.INCOMPLETE)]


def test_a_failed_expansion_is_not_waited_out():
    stall = Stall(orders={"70": order("70")})
    stall.app.brittle.add("70")
    before = stall.clock.monotonic()
    stall.sweep("orders")
    assert stall.clock.monotonic() - before < 30


def test_the_hours_calls_are_waited_for():
    stall = Stall(orders={"70": order("70")})
    stall.app.calls_left = 1
    real_sleep = stall.clock.sleep

    def sleep(seconds):
        real_sleep(seconds)
        if stall.clock.monotonic() > 1000 + 3000:
            stall.app.calls_left = None

    stall.clock.sleep = sleep
    assert not stall.sweep("orders").complaints
    assert stall.clock.monotonic() > 4000


def test_calls_that_never_come_back_are_told():
    stall = Stall()
    connector = stall.connector()
    stall.app.calls_left = 0
    with pytest.raises(Unavailable):
        list(connector.pages(Partition(ORG, "events"), None))
    assert stall.clock.monotonic() < 1000 + timedelta(hours=2).total_seconds()


def test_a_lapsed_continuation_is_a_lapsed_cursor():
    stall = Stall(orders={str(number): order(str(number)) for number in range(70, 75)})
    connector, partition = stall.connector(), Partition(ORG, "orders")
    page = next(iter(connector.pages(partition, None)))
    stall.app.expire()
    with pytest.raises(CursorExpired):
        list(connector.pages(partition, page.cursor))
    for nonsense in ("{}", "no", '["", "", "in 404", ""]', "[1, 2, 3, 4, 5]"):
        with pytest.raises(CursorExpired):
            list(connector.pages(partition, Cursor(nonsense)))


def test_a_list_that_does_not_say_whether_it_ends_is_an_error():
    stall = Stall(orders={"70": order("70")})
    listed = stall.app._listed
    stall.app._listed = lambda *given: {**listed(*given), "pagination": {"continuation": "x"}}
    with pytest.raises(Malformed):
        list(stall.connector().pages(Partition(ORG, "orders"), None))


@pytest.mark.parametrize(
    ("contact_lists", "denied", "kind"), [(None, "", GapKind.NOT_COVERED), ({}, "contact_lists", GapKind.ACCESS_DENIED)]
)
def test_contact_lists_that_are_not_given_are_a_gap(contact_lists, denied, kind):
    stall = Stall(contact_lists=contact_lists)
    stall.app.denied = {denied}
    sweep = stall.sweep("contacts")
    assert sweep.kinds == {kind}
    assert "by hand" in sweep.complaints[0]


def test_an_event_that_goes_while_we_read_costs_no_other():
    stall = Stall(teams={"2": {"t": {"id": "t", "name": "Ploeg"}}})
    connector = stall.connector()
    stall.account.events["2"] = {**stall.account.events["1"], "id": "2"}
    pages = connector.pages(Partition(ORG, "teams"), None)
    first = next(pages)
    assert list(first.records) == []
    stall.account.events["3"] = {**stall.account.events["1"], "id": "3"}
    connector = stall.connector()
    stretches = connector._stretches
    connector._stretches = lambda *given: (stretches(*given), stall.account.events.pop("1"))[0]
    found = [item for page in connector.pages(Partition(ORG, "teams"), None) for item in page.records]
    assert [type(item).__name__ for item in found] == ["Gap", "Record"]


def test_coded_answers_are_put_beside_their_questions():
    stall = Stall(
        orders={"70": order("70", survey_responses={"9": ["c1", "c2"], "job_title": "bakker", "8": "ik@post.example"})},
        questions={
            "1": [
                {"id": "9", "question": {"text": "Dieet"}, "choices": [{"id": "c1", "answer": {"text": "vegan"}}, {"id": "c2", "answer": {"text": "noten"}}]},
                {"id": "8", "question": {"text": "Mail"}, "type": "email"},
            ]
        },
        canned={"1": [{"id": "job_title", "question": {"text": "Beroep"}}]},
    )  # fmt: skip
    (record,) = stall.sweep("orders").records.values()
    found = fields(record)
    assert found["/answers/0/question"][0] == "Dieet"
    assert [found[f"/answers/0/answer/{at}"][0] for at in (0, 1)] == ["vegan", "noten"]
    assert (found["/answers/1/question"][0], found["/answers/1/answer"][0]) == ("Beroep", "bakker")
    assert found["/answers/2/answer"] == ("ik@post.example", EMAIL)


def test_questions_that_cannot_be_read_are_told_and_cost_no_answer():
    stall = Stall(orders={number: order(number, survey_responses={"9": "c1"}) for number in ("70", "71")})
    stall.app.denied = {"questions"}
    sweep = stall.sweep("orders")
    assert [fields(record)["/survey_responses/9"][0] for record in sweep.records.values()] == ["c1", "c1"]
    assert sweep.kinds == {GapKind.ACCESS_DENIED}
    assert len(stall.asked("questions")) == 1, "asked once, not once for each order"


def test_who_is_not_named_yet_is_no_name():
    profile = dict.fromkeys(("name", "email"), "Info Requested")
    one = {
        "id": "4",
        "event_id": "1",
        "order_id": "70",
        "status": "Attending",
        "changed": "2026-10-02T08:00:00Z",
        "profile": profile,
    }
    (record,) = Stall(attendees={"4": one}).sweep("attendees").records.values()
    assert fields(record)["/profile/name"] == ("Info Requested", None)


def test_changes_ask_only_the_events_in_which_something_changed():
    stall = Stall(orders={"70": order("70")})
    for number in map(str, range(2, 12)):
        stall.account.events[number] = {**stall.account.events["1"], "id": number}
    delta = stall.sweep("attendees").deltas[Partition(ORG, "attendees")]
    stall.app.seen.clear()
    stall.account.pass_time()
    stall.account.put("orders", "71", order("71", event_id="7"))
    list(stall.connector().changes(Partition(ORG, "attendees"), delta))
    assert len(stall.asked("event_attendees")) == 1
    assert len(stall.app.seen) == 4
    assert all("changed_since" in query for _, query in stall.app.seen)


def test_search_asks_by_mailbox_and_finds_the_attendees_of_the_order():
    one = {"id": "4", "event_id": "1", "order_id": "70", "status": "Deleted", "changed": "2026-10-02T08:00:00Z"}
    stall = Stall(orders={"70": order("70"), "71": order("71", email="nobody@post.example")}, attendees={"4": one})
    connector = stall.connector()
    assert isinstance(connector, Searchable)
    assert isinstance(connector, Incremental)
    found = list(
        connector.search(DataSubject("s", (Identifier(EMAIL, "Okke@post.example"), Identifier(EntityType.PERSON, "Okke"))))
    )
    assert found == [RecordRef("eb", ORG, "orders", "70"), RecordRef("eb", ORG, "attendees", "1/4")]
    assert [query["only_emails"] for query in stall.asked("orders")] == [["Okke@post.example"]]


def test_a_member_of_nothing_sees_nothing():
    stall = Stall()
    stall.account.organizations.clear()
    assert [item.kind for item in stall.connector().partitions() if isinstance(item, Gap)] == [GapKind.ACCESS_DENIED]


def test_the_pace_stays_just_below_what_eventbrite_allows():
    """Held to 2,000 calls in any hour, a run of more than an hour makes over 90 % of them and is never refused."""
    stall, made, refused = Stall(), [], []

    def metered(environ, start_response):
        now = stall.clock.monotonic()
        if len(made) >= 2000 and made[-2000] > now - 3600:
            refused.append(now)
            start_response("429 Answer", [("Content-Type", "application/json")])
            return [b'{"error": "HIT_RATE_LIMIT", "status_code": 429}']
        made.append(now)
        return stall.app(environ, start_response)

    client = Eventbrite(System("eb", None, token=Secret(TOKEN), transport=Network({HOST: metered}, stall.clock)))._client
    began = stall.clock.monotonic()
    for _ in range(2500):
        client.get("/users/me/")
    hours = (stall.clock.monotonic() - began) / 3600
    assert refused == []
    assert len(made) / hours > 0.9 * 2000
