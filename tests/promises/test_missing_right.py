"""`inzage check` names the right that is missing and what cannot be seen without it, and vouches for the rest."""

import json

import pytest
from everywhere import FILES

from connectors.microsoft365 import quotas
from connectors.sandbox.microsoft365 import description
from scanner import plugins
from scanner.cli import check as command


def takes(name, held):
    return lambda app: held(app).discard(name)


def denies(name, held):
    return lambda app: held(app).add(name)


LACKING = {
    "google_workspace": (takes("gmail.readonly", lambda app: app.oauth.delegated), "gmail.readonly", {"messages"}),
    "microsoft365": (takes("Mail.Read", lambda app: app.granted), "Mail.Read", {"messages"}),
    "zoom": (
        denies("meeting:read:list_registrants:admin", lambda app: app.missing),
        "meeting:read:list_registrants:admin",
        {"registrants"},
    ),
    "paypal": (lambda app: app.scopes.clear(), "Transaction Search", {"transactions"}),
    "mollie": (takes("customers", lambda app: app.scopes), "customers.read", {"customers", "mandates"}),
    "stripe": (denies("charges", lambda app: app.denied), "rak_charge_read", {"charges"}),
    "moneybird": (takes("bank", lambda app: app.scopes), "bank", {"financial_mutations"}),
    "wix": (denies("notes", lambda app: app.denied), "CRM_NOTES.NOTE_READ", {"notes"}),
}
"""One right less at each platform that has rights with names: how, its name, and the streams that need it."""

UNNAMED = {
    "eventbrite": "a token sees what its user sees",
    "mailchimp": "a key opens everything",
    "eboekhouden": "a token opens its administration",
}


def test_every_platform_has_rights_or_a_reason_for_none():
    assert {*LACKING, *UNNAMED, *FILES} == set(plugins.names())


@pytest.mark.parametrize("entry", LACKING)
def test_the_missing_right_is_named(entry, studio, tmp_path, monkeypatch, made):
    one = made[entry]
    take, right, streams = LACKING[entry]
    take(next(iter(one.apps.values())))
    connector, _ = one.connect()
    documents = []
    monkeypatch.setattr(command, "configuration", lambda _: None)
    monkeypatch.setattr(command, "connectors", lambda _: {one.system: connector})
    monkeypatch.setattr(command, "print_json", documents.append)
    assert command.check(None, as_json=True, reads=False) == 1
    rows = json.loads(json.dumps(documents[0]))["systems"][one.system]
    unseen = [row for row in rows if not row["visible"]]
    assert {row["stream"] for row in unseen} == streams
    assert all(right in row["detail"] for row in unseen), unseen
    assert entry == "paypal" or {row["stream"] for row in rows if row["visible"]}


@pytest.fixture(scope="module")
def made(studio, tmp_path_factory):
    """Platforms of this module's own: rights are taken from them."""
    import everywhere

    return everywhere.driven(studio, tmp_path_factory.mktemp("rights"))


def test_microsoft_s_permissions_are_those_that_the_stand_in_asks_for():
    wanted = {path: right for right, paths in description.PERMISSIONS.items() for path in paths}
    assert {path: quotas.right_of(path) for paths in quotas.PATHS.values() for path in paths} == wanted
