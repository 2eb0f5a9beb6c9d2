"""Who may not look is told so: a sign-in without rights never gives "nothing there", and one that is revoked on the way keeps what
was read and names what was not.
"""

import itertools
import json
from contextlib import contextmanager

import everywhere
import pytest

from connectors.sandbox.wix.shelves import SHELVES
from connectors.sandbox.zoom.routes import ROUTES
from connectors.testing import faults
from scanner import cli, plugins
from scanner.cli import setup
from scanner.errors import SourceError
from scanner.model import GapKind
from scanner.outcomes import Status

DENIED = {GapKind.AUTH_FAILED, GapKind.ACCESS_DENIED}
ONLINE = [name for name in plugins.names() if name not in everywhere.FILES]
SIGN_INS = ("/token", "/oauth2/token", "/v1/oauth2/token", "/oauth/token", "/v1/session", "/oauth2/v2.0/token")


def emptied(held, names=()):
    """Take everything out of a set, or put `names` into it, until the end of the test."""

    @contextmanager
    def way(app):
        kept = set(held(app))
        held(app).clear()
        held(app).update(names)
        try:
            yield ()
        finally:
            held(app).clear()
            held(app).update(kept)

    return way


@contextmanager
def forbidden(_app):
    """Let the sign-in work and everything else be forbidden: where the stand-in has no rights to take away."""
    yield (unless_signing_in(faults.status(403)),)


def unless_signing_in(fault):
    def wrap(app):
        hostile = fault(app)
        return lambda environ, start_response: (app if environ["PATH_INFO"].endswith(SIGN_INS) else hostile)(
            environ, start_response
        )

    return wrap


WITHOUT_RIGHTS = {
    "google_workspace": emptied(lambda app: app.oauth.delegated),
    "microsoft365": emptied(lambda app: app.granted),
    "wix": emptied(lambda app: app.denied, [shelf.name for shelf in SHELVES]),
    "zoom": emptied(lambda app: app.missing, {route.scope for route in ROUTES}),
    "paypal": emptied(lambda app: app.scopes),
    "mollie": emptied(lambda app: app.scopes),
    "eboekhouden": emptied(lambda app: app.denied, ("relation", "invoice", "mutation")),
}
"""How each platform itself says no; the others say 403 to everything."""


@pytest.mark.parametrize("entry", ONLINE)
def test_a_sign_in_without_rights_cannot_see(entry, platforms, studio, tmp_path):
    one = platforms[entry]
    app = next(iter(one.apps.values()))
    with WITHOUT_RIGHTS.get(entry, forbidden)(app) as wrapped, everywhere.office(tmp_path, studio) as office:
        connector, _ = one.connect(*wrapped)
        result = office.inventory({one.system: connector})
        rows = [row for row in result.coverage if row.status is not Status.NOT_COVERED]
        assert rows
        assert {row.status for row in rows} <= {Status.FAILED, Status.PARTIAL}, "what may not be seen was called read or empty"
        assert all({gap.kind for gap in row.gaps} & DENIED for row in rows), [row.gaps for row in rows]
        assert sum(result.sizes.values()) == 0
        assert not any(seen.visible for seen in checked(connector))


def checked(connector):
    try:
        return list(connector.check())
    except SourceError:
        return []


@pytest.mark.parametrize("entry", everywhere.FILES)
def test_a_folder_that_is_not_there_cannot_be_seen(entry, platforms, studio, tmp_path):
    one = platforms[entry]
    away = one.folder.rename(one.folder.with_name("unplugged"))
    try:
        with everywhere.office(tmp_path, studio) as office:
            connector, _ = one.connect()
            result = office.inventory({one.system: connector})
            assert result.gaps
            assert not any(row.status in {Status.READ, Status.EMPTY} for row in result.coverage)
            assert not any(seen.visible for seen in connector.check())
    finally:
        away.rename(one.folder)


class Revoked:
    """A sign-in that is refused for good after so many requests."""

    def __init__(self, after):
        self._left = itertools.count(after, -1)
        self.refused = 0

    def __call__(self, app):
        refuse = faults.status(401, body=b'{"error": "invalid_grant"}')(app)

        def answer(environ, start_response):
            if next(self._left) > 0:
                return app(environ, start_response)
            self.refused += 1
            return refuse(environ, start_response)

        return answer


SETTINGS = """
[organisation]
name = "Zijsprong"
contact = "contact@zijsprong.example"
[store]
path = "inzage.db"
key = "inzage.key"
[workers]
threads = 2
detection_processes = 0
"""


def test_a_sign_in_that_is_revoked_on_the_way(platforms, tour, tmp_path, monkeypatch, capsys):
    """The command itself, over all platforms at once; each is revoked after nine tenths of the requests of a whole run."""
    revoked = {entry: Revoked(len(tour.legs["inventory"][entry]) * 9 // 10) for entry in ONLINE}
    connectors = {platforms[entry].system: platforms[entry].connect(revoked[entry])[0] for entry in ONLINE}
    entries = {platforms[entry].system: entry for entry in ONLINE}
    (tmp_path / "inzage.toml").write_text(SETTINGS)
    arguments = ["inventory", "--json", "--config", str(tmp_path / "inzage.toml")]
    monkeypatch.setattr(setup, "connectors", lambda _: connectors)
    assert cli.run(arguments) == 1
    cut = json.loads(capsys.readouterr().out)
    assert all(one.refused for one in revoked.values())
    whole = {place(row): row for row in tour.whole.coverage if row.system in connectors}
    read = dict.fromkeys(connectors, 0)
    for row in cut["coverage"]:
        if row["status"] == "not covered":
            continue
        read[row["system"]] += row["records"]
        assert row["gaps"] or row["records"] == whole[tuple(row[part] for part in PLACE)].records, row
        assert row["gaps"] or row["status"] in {"read", "empty"}
    for system, entry in entries.items():
        gaps = [gap for gap in cut["gaps"] if gap["system"] == system]
        assert {gap["kind"] for gap in gaps} & {kind.value for kind in DENIED}, entry
        assert read[system] <= sum(row.records for row in whole.values() if row.system == system), entry
        listed = {tuple(row[part] for part in PLACE) for row in cut["coverage"] if row["system"] == system}
        missing = {key for key in whole if key[0] == system} - listed
        assert not missing or any(not gap["where"] for gap in gaps), (entry, missing)
    assert all(read.values()), "what was read before is kept"

    healthy = {platforms[entry].system: platforms[entry].connect() for entry in ONLINE}
    monkeypatch.setattr(setup, "connectors", lambda _: {system: connector for system, (connector, _) in healthy.items()})
    assert cli.run(arguments) == 0
    mended = json.loads(capsys.readouterr().out)
    assert mended["gaps"] == []
    assert mended["records"] == sum(row.records for row in whole.values())


PLACE = ("system", "account", "stream", "key")


def place(row):
    return row.system, row.account, row.stream, row.key
