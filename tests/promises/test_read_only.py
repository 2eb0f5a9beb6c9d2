"""Nothing is written anywhere: every request of a full run, an incremental run, a check and a scan by search is on the list
that `inzage check --reads` prints, and what is on that list only reads.
"""

import json

import everywhere
import pytest

from connectors.kit.allowlist import AllowList
from scanner import plugins
from scanner.cli import check as command
from scanner.connector import Read, Searchable
from scanner.errors import SourceError

SIGN_IN = "gives a token for a secret, and keeps nothing"
WIX_QUERY = "a query in the body: https://dev.wix.com/docs/rest, each of these by its name"
READING_POSTS = {
    "eboekhouden": {"/v1/session": SIGN_IN},
    "google_workspace": {
        "/token": SIGN_IN,
        "/drive/v3/files/{fileId}/download": "prepares a download; its scopes in the discovery document include drive.readonly",
    },
    "microsoft365": {
        "/{tenant}/oauth2/v2.0/token": SIGN_IN,
        "/{tenant}/oauth2/v2.0/devicecode": "gives a code that a user enters to consent, and keeps nothing (RFC 8628, 3.1)",
    },
    "moneybird": {
        f"/api/v2/{{administration}}/{path}/synchronization.json": "takes ids and gives records: Moneybird's OpenAPI marks it x-query"
        for path in (
            "contacts",
            "sales_invoices",
            "external_sales_invoices",
            "estimates",
            "documents/purchase_invoices",
            "documents/receipts",
            "documents/general_documents",
            "documents/general_journal_documents",
            "documents/typeless_documents",
            "financial_mutations",
        )
    },
    "paypal": {"/v1/oauth2/token": SIGN_IN},
    "wix": {
        "/oauth2/token": SIGN_IN,
        **dict.fromkeys(
            (
                "/contacts/v4/contacts/query",
                "/crm/notes/v2/notes/query",
                "/crm/tasks/v2/tasks/query",
                "/members/v1/members/query",
                "/members/v2/abouts/query",
                "/_api/bookings-reader/v2/extended-bookings/query",
                "/bookings/bookings-attendance/query",
                "/ecom/v1/orders/search",
                "/ecom/v1/draft-orders/query",
                "/ecom/v1/abandoned-checkout/query",
                "/ecom/v1/payments/list-by-ids",
                "/ecom/v1/invoices/list-by-ids",
                "/form-schema-service/v4/forms/query",
                "/form-submission-service/v4/submissions/namespace/query",
                "/email-marketing/v1/email-subscriptions/query",
                "/comments/v1/comments/query-cursor",
                "/blog/v3/posts/query",
                "/blog/v3/draft-posts/query",
                "/events/v2/guests/query",
                "/events/v2/rsvps/query",
                "/loyalty-accounts/v1/accounts/search",
                "/reviews/v1/reviews/query",
                "/wix-data/v2/items/query",
            ),
            WIX_QUERY,
        ),
    },
    "zoom": {"/oauth/token": SIGN_IN},
}
"""Each POST that may leave, and why it only reads. Whoever adds one says here where the vendor says so."""


@pytest.fixture(scope="module")
def printed(tour):
    """What `inzage check --reads --json` prints, by system."""
    lines = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "configuration", lambda _: None)
        patch.setattr(command, "connectors", lambda _: tour.connectors)
        patch.setattr(command, "print_json", lines.append)
        assert command.check(None, as_json=True, reads=True) == 0
    return json.loads(json.dumps(lines[0]))


def test_a_connector_that_is_not_driven_is_noticed(studio, tmp_path, monkeypatch):
    names = plugins.names()
    monkeypatch.setattr(plugins, "names", lambda: (*names, "parrot"))
    with pytest.raises(AssertionError, match="not driven"):
        everywhere.driven(studio, tmp_path)


@pytest.mark.parametrize("entry", plugins.names())
def test_every_request_is_on_the_printed_list(entry, tour, printed, platforms):
    allowed = AllowList([Read(row["method"], row["host"], row["path"]) for row in printed[platforms[entry].system]])
    for leg, seen in tour.legs.items():
        for request in seen[entry]:
            try:
                allowed.match(request.method, request.url)
            except SourceError:
                pytest.fail(f"{entry}, {leg}: a {request.method} to {request.host} is not on the list")


@pytest.mark.parametrize("entry", plugins.names())
def test_what_is_on_the_list_only_reads(entry, printed, platforms):
    rows = printed[platforms[entry].system]
    assert {row["method"] for row in rows} <= {"GET", "HEAD", "POST"}
    posts = {row["path"] for row in rows if row["method"] == "POST"}
    assert posts == READING_POSTS.get(entry, {}).keys(), "say in READING_POSTS why a POST only reads"


@pytest.mark.parametrize("entry", plugins.names())
def test_every_leg_went_along_every_connector(entry, tour, platforms):
    """A tour that asked nothing would prove nothing."""
    connector = tour.connectors[platforms[entry].system]
    asked = {leg for leg, seen in tour.legs.items() if seen[entry]}
    if entry in everywhere.FILES:
        assert asked == set()
        assert tour.before[entry]
        assert tour.before[entry] == tour.after[entry], "a file was touched"
    else:
        assert {"inventory", "incremental", "check"} <= asked
        assert "search" in asked or not isinstance(connector, Searchable)


def test_the_tour_read_everything(tour):
    assert tour.gaps == ()
