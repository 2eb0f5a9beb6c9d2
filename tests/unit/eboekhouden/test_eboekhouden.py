"""Where e-Boekhouden.nl is odd: its sessions, and lists that show little."""

import pytest

from connectors.bookkeeping.eboekhouden import EBoekhouden
from connectors.sandbox.eboekhouden import HOST, EBoekhoudenStandIn, premises
from connectors.sandbox.studio import studio
from connectors.testing import truth
from connectors.testing.world import Sweep
from connectors.testing.wsgi import Network
from scanner.connector import Secret, System
from scanner.errors import ConfigError
from scanner.model import GapKind


def administration(token="", **records):
    app = EBoekhoudenStandIn(records, page_cap=2)
    options = EBoekhouden.Options(access_token=Secret(token or app.access_token))
    return app, EBoekhouden(System("eboekhouden", options, transport=Network({HOST: app})))


def relations(many):
    return [{"id": n, "type": "P", "code": f"K{n}", "name": f"Naam {n}"} for n in range(many)]


def test_all_that_the_studio_keeps_here_is_found_and_no_namesake_is_a_match():
    zijsprong = studio(troubles=False)
    here = premises(zijsprong)
    found = truth.sweep(truth.connect(EBoekhouden, here))
    assert {planted.person_id for planted in here.planted} >= {subject.subject_id for subject in zijsprong.named}
    assert truth.faults(zijsprong, here, found) == []
    assert truth.unlike(here, found) == {}


def test_a_session_that_ends_on_the_way_is_opened_again():
    app, connector = administration(relation=relations(7))
    sweep = Sweep()
    for partition in connector.partitions():
        for page in connector.pages(partition, None):
            sweep.take(page, partition)
            app.close()
    assert sweep.gaps == []
    assert len(sweep.listed) == 7


def test_one_session_serves_while_it_lasts():
    app, connector = administration(relation=relations(7))
    truth.sweep(connector)
    assert [target for method, target in app.seen if method == "POST"] == ["/v1/session"]


def test_a_wrong_token_is_a_refused_sign_in():
    _, connector = administration("wrong", relation=relations(1))
    assert truth.sweep(connector).kinds == {GapKind.AUTH_FAILED}


def test_without_a_token_nothing_starts():
    with pytest.raises(ConfigError):
        EBoekhouden(System("eboekhouden", EBoekhouden.Options()))


def test_a_list_that_the_token_may_not_read_is_a_gap():
    app, connector = administration(relation=relations(1), invoice=[{"id": 1}])
    app.denied.add("invoice")
    found = truth.sweep(connector)
    assert found.kinds == {GapKind.ACCESS_DENIED}
    assert [row.stream for row in connector.check() if not row.visible] == ["invoice"]
