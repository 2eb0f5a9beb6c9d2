"""Where Mailchimp is odd: data centres in keys, lists that move while they are read, parts that are not given."""

import base64

import pytest

from connectors.kit.allowlist import AllowList
from connectors.mailchimp import Mailchimp, Options, newsletter
from connectors.sandbox.mailchimp import HOST, MailchimpStandIn
from connectors.testing.world import Sweep
from connectors.testing.wsgi import Network, VirtualClock
from scanner.connector import Incremental, Searchable, Secret, System
from scanner.entities import EntityType
from scanner.errors import AccessDenied, AuthFailed, ConfigError, CursorExpired, Malformed
from scanner.extraction import Extractor, Limits
from scanner.model import DataSubject, Gap, GapKind, Identifier, Partition

KEY = "aaaabbbbccccddddeeeeffff00001111-us19"


class Letter:
    """An audience of some people, and a connector before it."""

    def __init__(self, people=5, most=1000):
        self.app = MailchimpStandIn(KEY, most=most)
        self.app.audience("a1", name="Brief")
        self.numbers = [self.join(at) for at in range(people)]
        self.network = Network({HOST: self.app}, VirtualClock())

    def join(self, at, **facts):
        number = self.app.subscribe("a1", f"lezer{at}@post.example", **facts)
        self.app.pass_time(0.1)
        return number

    def connector(self, options=None, token=None):
        return Mailchimp(System("mc", options or Options(Secret(KEY)), token=token, transport=self.network))

    def sweep(self):
        connector, sweep = self.connector(), Sweep()
        sweep.read(Partition("a1", "members"), connector.pages(Partition("a1", "members"), None))
        return sweep


@pytest.mark.parametrize(
    ("options", "token"),
    [
        (None, None),
        (Options(), None),
        (Options(Secret(KEY)), Secret("t")),
        (Options(), Secret("t")),
        (Options(Secret("no-centre-at-all")), None),
        (Options(Secret("0123456789abcdef")), None),
        (Options(Secret("0123-us19.thief.example")), None),
        (Options(Secret("0123-us19/")), None),
        (Options(Secret("0123-US19")), None),
        (Options(Secret("0123-us0")), None),
        (Options(Secret(KEY), data_centre="us2"), None),
        (Options(data_centre="us19.thief.example/#"), Secret("t")),
        (Options(data_centre="us19@thief.example"), Secret("t")),
        (Options(data_centre="us19\n"), Secret("t")),
    ],
)
def test_a_sign_in_that_is_none_starts_nothing_and_shows_nothing(options, token):
    with pytest.raises(ConfigError, match=r"^\[systems\.mc\]") as refusal:
        Mailchimp(System("mc", options, token=token))
    assert "0123" not in str(refusal.value)
    assert "thief" not in str(refusal.value)


def test_only_the_keys_own_data_centre_is_on_the_list():
    letter = Letter()
    connector = letter.connector()
    assert {read.host for read in connector.reads} == {HOST}
    for reads in (connector.reads, Mailchimp.reads):
        with pytest.raises(Malformed):
            AllowList(reads).match("GET", "https://us2.api.mailchimp.com/3.0/lists")
    assert {read.method for read in connector.reads} == {"GET"}
    list(connector.partitions())
    pair = base64.b64decode(letter.network.seen[0].headers["Authorization"].removeprefix("Basic ")).decode()
    assert pair == f"inzage:{KEY}"


def test_a_bearer_token_wants_its_data_centre_named():
    letter = Letter()
    connector = letter.connector(Options(data_centre="us19"), Secret(KEY))
    assert list(connector.partitions()) == [Partition("", "lists"), Partition("a1", "members")]
    assert letter.network.seen[0].headers["Authorization"] == f"Bearer {KEY}"


def test_a_wrong_key_is_told():
    with pytest.raises(AuthFailed):
        list(Letter().connector(Options(Secret("ffff-us19"))).partitions())


@pytest.mark.parametrize(("busy", "throttled"), [(3, 0), (0, 3)])
def test_too_many_at_once_is_waited_for_also_where_it_is_a_bare_403(busy, throttled):
    letter = Letter()
    letter.app.busy, letter.app.throttled = busy, throttled
    assert len(letter.sweep().records) == 5


def test_a_403_that_says_why_is_a_refusal():
    letter = Letter()
    letter.app.refused = {"notes": 403}
    before = letter.network.clock.monotonic()
    sweep = letter.sweep()
    assert {type(error) for error in sweep.errors} == {AccessDenied}
    assert len(sweep.records) == 5
    assert letter.network.clock.monotonic() - before < 30


@pytest.mark.parametrize(("code", "kind"), [(404, GapKind.INCOMPLETE), (403, GapKind.ACCESS_DENIED)])
def test_a_part_that_is_not_given_is_a_gap_beside_the_contact(code, kind):
    letter = Letter(people=1)
    letter.app.refused = {"activity-feed": code}
    (record,) = letter.sweep().records.values()
    assert [field.value for field in record.fields if field.path == "/email_address"] == ["lezer0@post.example"]
    with Extractor(Limits()) as extractor:
        for blob in record.blobs:
            with pytest.raises(Exception) as told:
                list(extractor.extract(blob))
            assert told.value.kind is kind


def test_who_leaves_while_we_read_costs_nobody_else(monkeypatch):
    monkeypatch.setattr(newsletter, "PAGE", 3)
    monkeypatch.setattr(newsletter, "OVERLAP", 2)
    letter = Letter(people=8)
    pages = letter.connector().pages(Partition("a1", "members"), None)
    seen = [item.ref.record_id for item in next(pages).records]
    letter.join(0, status="unsubscribed")
    for page in pages:
        seen += [item.ref.record_id for item in page.records]
    assert set(seen) == set(letter.numbers)


@pytest.mark.parametrize("move", ["leave", "come"])
def test_a_list_that_moves_too_much_is_read_again(monkeypatch, move):
    monkeypatch.setattr(newsletter, "PAGE", 3)
    monkeypatch.setattr(newsletter, "OVERLAP", 1)
    letter = Letter(people=8)
    pages = letter.connector().pages(Partition("a1", "members"), None)
    list(next(pages).records)
    if move == "leave":
        for at in range(3):
            letter.join(at, status="unsubscribed")
    else:
        letter.join(50, timestamp_opt="2020-01-01T00:00:00+00:00")
    with pytest.raises(CursorExpired):
        [list(page.records) for page in pages]


def test_changes_cost_what_changed():
    letter = Letter(people=40)
    letter.app.pass_time()
    delta = letter.sweep().deltas[Partition("a1", "members")]
    first = len(letter.network.seen)
    letter.app.pass_time()
    letter.join(7, status="archived")
    connector = letter.connector()
    assert isinstance(connector, Incremental)
    found = [item.ref.record_id for page in connector.changes(Partition("a1", "members"), delta) for item in page.records]
    assert found == [letter.numbers[7]]
    # six statuses and one contact's three parts
    assert len(letter.network.seen) - first == 9


def test_a_search_that_shows_less_than_it_found_says_so():
    letter = Letter(people=0, most=2)
    for at in range(3):
        letter.join(at, merge_fields={"FNAME": "Okke", "LNAME": "Terpstra"})
    connector = letter.connector()
    assert isinstance(connector, Searchable)
    found = list(
        connector.search(
            DataSubject("s", (Identifier(EntityType.PERSON, "Okke"), Identifier(EntityType.EMAIL_ADDRESS, "LEZER1@post.example")))
        )
    )
    assert [item.kind for item in found if isinstance(item, Gap)] == [GapKind.INCOMPLETE]
    assert len([item for item in found if not isinstance(item, Gap)]) == 2
