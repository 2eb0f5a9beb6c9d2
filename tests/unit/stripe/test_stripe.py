"""Where Stripe is odd: its search, guests, and customers that are remembered as deleted."""

import pytest

from connectors.sandbox.stripe import HOST, StripeStandIn, premises
from connectors.sandbox.studio import studio
from connectors.stripe import Stripe
from connectors.testing import truth
from connectors.testing.wsgi import Network
from scanner.connector import Secret, System
from scanner.entities import EntityType
from scanner.errors import Gone
from scanner.model import DataSubject, Gap, GapKind, Identifier, RecordRef


@pytest.fixture(scope="module")
def zijsprong():
    return studio(troubles=False)


def account(**records):
    app = StripeStandIn(records)
    return app, Stripe(System("stripe", Stripe.Options(), token=Secret(app.token), transport=Network({HOST: app})))


def test_all_that_the_studio_keeps_here_is_found_and_no_namesake_is_a_match(zijsprong):
    here = premises(zijsprong)
    found = truth.sweep(truth.connect(Stripe, here))
    assert {planted.person_id for planted in here.planted} >= {subject.subject_id for subject in zijsprong.named}
    assert truth.faults(zijsprong, here, found) == []
    assert truth.unlike(here, found) == {}


def test_by_asking_all_but_the_purchases_of_guests_is_found(zijsprong):
    here = premises(zijsprong)
    connector = truth.connect(Stripe, here)
    marijn = zijsprong.named[0]
    hits = {(hit.stream, hit.record_id) for hit in connector.search(marijn) if not isinstance(hit, Gap)}
    sure = {(p.stream, p.record_id) for p in here.planted if p.person_id == "marijn" and p.trap != "a guest without a customer"}
    assert sure <= hits


def test_what_is_asked_for_cannot_become_another_question():
    _, connector = account(customers=[{"id": "cus_1", "name": 'A "B" \\ C'}, {"id": "cus_2", "name": "D"}])
    tricky = DataSubject("x", (Identifier(EntityType.PERSON, 'A "B" \\ C'),))
    assert [hit.record_id for hit in connector.search(tricky)] == ["cus_1"]


def test_a_customer_that_was_deleted_is_gone():
    app, connector = account(customers=[{"id": "cus_1", "name": "A"}])
    app.delete("cus_1")
    with pytest.raises(Gone):
        connector.fetch(RecordRef("stripe", "", "customers", "cus_1"))


def test_a_list_that_the_key_may_not_read_is_a_gap():
    app, connector = account(customers=[{"id": "cus_1", "name": "A"}], charges=[{"id": "ch_1"}])
    app.denied.add("charges")
    found = truth.sweep(connector)
    assert found.kinds == {GapKind.ACCESS_DENIED}
    assert {ref.stream for ref in found.records} == {"customers"}
    assert [row.stream for row in connector.check() if not row.visible] == ["charges"]
    assert any(isinstance(hit, Gap) for hit in connector.search(DataSubject("x", (Identifier(EntityType.PERSON, "A"),))))
