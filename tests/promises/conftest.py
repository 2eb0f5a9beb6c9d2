"""The studio and every connector before it, once for all promises."""

import sys
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for the module beside this one

import everywhere

from connectors.sandbox.studio import studio as make_studio
from connectors.testing.world import no_sockets


@pytest.fixture(scope="session")
def studio():
    return make_studio(troubles=False)


@pytest.fixture(scope="session")
def platforms(studio, tmp_path_factory):
    """Every installed connector by entry point; none of these tests changes anything on them."""
    return everywhere.driven(studio, tmp_path_factory.mktemp("platforms"))


@pytest.fixture(scope="session")
def tour(platforms, studio, tmp_path_factory):
    """What left the process in each leg of a tour along every connector, and what lay in the folders before and after."""
    pairs = {entry: one.connect() for entry, one in platforms.items()}
    connectors = {platforms[entry].system: connector for entry, (connector, _) in pairs.items()}
    before = {entry: contents(one.folder) for entry, one in platforms.items() if one.folder}
    legs, marks = {}, Counter()

    def leg(name):
        legs[name] = {entry: network.seen[marks[entry] :] for entry, (_, network) in pairs.items()}
        marks.update({entry: len(seen) for entry, seen in legs[name].items()})

    with everywhere.office(tmp_path_factory.mktemp("tour"), studio) as office, no_sockets():
        whole = office.inventory(connectors)
        gaps = whole.gaps
        leg("inventory")
        again = office.inventory(connectors)
        gaps += again.gaps
        leg("incremental")
        for connector in connectors.values():
            list(connector.check())
        leg("check")
        office.scan(connectors, studio.named[0], quick=True)
        leg("search")
    after = {entry: contents(one.folder) for entry, one in platforms.items() if one.folder}
    return SimpleNamespace(legs=legs, connectors=connectors, whole=whole, again=again, gaps=gaps, before=before, after=after)


def contents(folder):
    return {
        path.relative_to(folder): (path.stat().st_mtime_ns, path.is_file() and path.read_bytes())
        for path in sorted(folder.rglob("*"))
    }
