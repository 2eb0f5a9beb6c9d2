"""What is odd at Wix, and what becomes of it."""

import json

import pytest

from connectors.sandbox.wix import WixStandIn, records
from connectors.sandbox.wix.app import HOSTS, SITE
from connectors.testing.world import Sweep
from connectors.testing.wsgi import Network
from connectors.wix import Wix
from scanner.connector import Secret, System
from scanner.entities import EntityType as T
from scanner.errors import AuthFailed, ConfigError, CursorExpired, Gone
from scanner.model import DataSubject, Gap, GapKind, Identifier, Partition, RecordRef

KEY = Secret("wix-key-invented-40d1")


class Corner:
    """A site and a connector before it."""

    def __init__(self, page_cap=2, **options):
        self.wix = WixStandIn(page_cap=page_cap)
        self.network = Network(dict.fromkeys(HOSTS, self.wix))
        given = {"site_id": SITE, "api_key": KEY, **options}
        self.connector = Wix(System("wix", Wix.Options(**given), transport=self.network))

    def sweep(self, *streams):
        sweep = Sweep()
        for partition in self.connector.partitions():
            if isinstance(partition, Gap):
                sweep.gaps.append(partition)
            elif not streams or partition.stream in streams:
                sweep.read(partition, self.connector.pages(partition, None))
        return sweep

    def ids(self, *streams):
        return sorted(ref.record_id for ref in self.sweep(*streams).records)

    def asked(self, path):
        return [json.loads(seen.body or b"{}") for seen in self.network.seen if path in seen.url]


@pytest.fixture
def corner():
    corner = Corner()
    for n in range(5):
        corner.wix.put("contacts", records.contact(f"c{n}", "Auke", f"Vos{n}", (f"auke{n}@post.example", f"vos{n}@post.example")))
        corner.wix.put("orders", records.order(f"o{n}", str(n), "Auke", "Vos", "auke0@post.example"))
    return corner


def test_what_the_key_may_not_see_costs_its_stream_alone(corner):
    corner.wix.denied = {"orders"}
    sweep = corner.sweep()
    assert {partition.stream for partition in sweep.pages} >= {"contacts", "members", "draftOrders"}
    assert [error.kind for error in sweep.errors] == [GapKind.ACCESS_DENIED] * 3, "orders, and the payments and invoices by them"
    rows = {row.stream: row for row in corner.connector.check()}
    assert [name for name, row in rows.items() if not row.visible] == ["orders", "transactions", "invoices"]
    assert "may not see" in rows["orders"].detail


def test_a_permission_that_is_missing_is_seen_by_check_also_where_another_listing_leads(corner):
    corner.wix.put("members", records.member("m1", "c1", "Auke", "Vos", "auke@post.example"))
    corner.wix.denied = {"memberships", "attachments"}
    assert {row.stream for row in corner.connector.check() if not row.visible} == {"memberships", "attachments"}


def test_collections_that_cannot_be_listed_are_a_gap(corner):
    corner.wix.denied = {"collections"}
    assert [(gap.kind, gap.partition) for gap in corner.sweep().gaps] == [(GapKind.ACCESS_DENIED, Partition("", "items"))]


def test_an_app_that_is_not_there_is_said_and_can_be_left_out(corner):
    corner.wix.absent = {"reviews"}
    [error] = corner.sweep().errors
    assert error.kind is GapKind.UNSUPPORTED
    assert "not on the site" in str(error)
    other = Corner(without=("reviews",))
    other.wix.absent = {"reviews"}
    assert other.sweep().complaints == []


def test_too_many_requests_are_waited_out(corner):
    corner.wix.busy = 3
    assert len(corner.ids("contacts")) == 5


def test_subscriptions_are_asked_for_by_the_addresses_of_contacts(corner):
    corner.wix.put("emailSubscriptions", records.subscription("s1", "vos3@post.example"))
    corner.wix.put("emailSubscriptions", records.subscription("s2", "nobodys@post.example"))
    assert corner.ids("emailSubscriptions") == ["s1"]
    first = corner.asked("email-subscriptions/query")[0]["filter"]["email"]["$in"]
    assert first == ["auke0@post.example", "vos0@post.example", "auke1@post.example", "vos1@post.example"]


def test_a_search_also_finds_a_subscription_without_a_contact(corner):
    corner.wix.put("emailSubscriptions", records.subscription("s2", "nobodys@post.example"))
    subject = DataSubject("x", (Identifier(T.EMAIL_ADDRESS, "nobodys@post.example"),))
    [found] = corner.connector.search(subject)
    assert (found.stream, found.record_id) == ("emailSubscriptions", "s2")
    assert corner.connector.fetch(found).fields[1].value == "nobodys@post.example"


def test_a_search_that_is_refused_is_a_gap(corner):
    corner.wix.denied = {"members"}
    subject = DataSubject("x", (Identifier(T.EMAIL_ADDRESS, "auke0@post.example"),))
    found = list(corner.connector.search(subject))
    assert [(gap.kind, gap.partition.stream) for gap in found if isinstance(gap, Gap)] == [(GapKind.ACCESS_DENIED, "members")]
    assert {(ref.stream, ref.record_id) for ref in found if not isinstance(ref, Gap)} == {
        ("contacts", "c0"),
        *(("orders", f"o{n}") for n in range(5)),
    }


def test_a_cursor_that_lapsed_means_from_the_start_again(corner):
    pages = corner.connector.pages(Partition("", "orders"), None)
    cursor = next(pages).cursor
    corner.wix.forget_cursors()
    with pytest.raises(CursorExpired):
        next(corner.connector.pages(Partition("", "orders"), cursor))


def test_a_filter_does_not_go_with_a_cursor(corner):
    for n in range(3):
        corner.wix.put(
            "submissions", records.submission(f"s{n}", "f", "wix.form_app.form", {"a": "b"}), namespace="wix.form_app.form"
        )
    assert corner.ids("submissions") == [f"wix.form_app.form/s{n}" for n in range(3)]
    first, second, *_ = [body["query"] for body in corner.asked("submissions/namespace/query")]
    assert first["filter"] == {"namespace": {"$eq": "wix.form_app.form"}}
    assert second["cursorPaging"]["cursor"]
    assert "filter" not in second


def test_payments_are_asked_for_by_the_orders_of_a_page(corner):
    for n in range(5):
        corner.wix.put("transactions", records.transactions(f"o{n}", f"tr_{n}"))
    assert corner.ids("transactions") == [f"o{n}" for n in range(5)]
    assert corner.asked("payments/list-by-ids") == [{"orderIds": ["o0", "o1"]}, {"orderIds": ["o2", "o3"]}, {"orderIds": ["o4"]}]


def test_a_mailing_is_asked_for_by_what_became_of_it(corner):
    corner.wix.put("campaigns", {"campaignId": "k"})
    corner.wix.put(
        "recipients", records.recipient("c9", "Auke Vos", "auke@post.example", deleted=True), campaign="k", activity="BOUNCED"
    )
    assert corner.ids("recipients") == ["k/BOUNCED/c9"]
    ref = RecordRef("wix", "", "recipients", "k/BOUNCED/c9")
    assert "Auke Vos" in [field.value for field in corner.connector.fetch(ref).fields]
    with pytest.raises(Gone):
        corner.connector.fetch(RecordRef("wix", "", "recipients", "k/SENT/c9"))
    with pytest.raises(Gone):
        corner.connector.fetch(RecordRef("wix", "", "recipients", "c9"))


def test_where_a_record_is_seen(corner):
    ref = RecordRef("wix", "", "contacts", "c0")
    assert corner.connector.fetch(ref).url == f"https://manage.wix.com/dashboard/{SITE}/contacts/view/c0"
    assert corner.connector.fetch(RecordRef("wix", "", "orders", "o0")).modified_at.year == 2026


def test_an_api_key_goes_without_bearer_and_names_the_site(corner):
    corner.ids("contacts")
    assert {(seen.headers["Authorization"], seen.headers["wix-site-id"]) for seen in corner.network.seen} == {
        (KEY.reveal(), SITE)
    }


def test_an_apps_token_is_fetched_once_and_again_when_it_is_refused():
    app = {**WixStandIn().app, "client_secret": Secret("app-secret-invented-8c")}
    corner = Corner(site_id="", api_key=None, **app)
    corner.ids("notes", "tasks")
    assert len(corner.asked("/oauth2/token")) == 1
    assert "wix-site-id" not in corner.network.seen[-1].headers
    corner.wix._tokens.clear()
    corner.ids("notes")
    assert len(corner.asked("/oauth2/token")) == 2


def test_an_app_that_is_refused_cannot_sign_in():
    app = {**WixStandIn().app, "client_secret": Secret("another")}
    with pytest.raises(AuthFailed, match="client_secret"):
        Corner(site_id="", api_key=None, **app).connector.fetch(RecordRef("wix", "", "contacts", "c0"))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"api_key": None}, "one sign-in"),
        ({"client_id": "x"}, "one sign-in"),
        ({"api_key": None, "client_id": "x"}, "together"),
        ({"site_id": ""}, "site_id"),
        ({"without": ("review",)}, "'review' is no stream"),
    ],
)
def test_settings_that_make_no_sign_in(options, said):
    with pytest.raises(ConfigError, match=said):
        Corner(**options)


def test_a_conversation_is_never_asked_for(corner):
    corner.sweep()
    assert not [read.path for read in Wix.reads if "inbox" in read.path]
    assert any("Inbox" in what for what, _ in Wix.not_covered)
    assert all(what.nl and advice.nl for what, advice in Wix.not_covered)
