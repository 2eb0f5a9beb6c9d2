"""Where Mollie is odd: mandates below customers, and lists that other scopes cover."""

import pytest

from connectors.mollie import Mollie
from connectors.sandbox.mollie import HOST, MollieStandIn, premises
from connectors.sandbox.studio import studio
from connectors.testing import truth
from connectors.testing.wsgi import Network
from scanner.connector import Secret, System
from scanner.model import GapKind


@pytest.fixture(scope="module")
def zijsprong():
    return studio(troubles=False)


def account(**records):
    app = MollieStandIn({"profiles": [{"id": "pfl_1"}], **records})
    return app, Mollie(System("mollie", Mollie.Options(), token=Secret(app.token), transport=Network({HOST: app})))


def test_all_that_the_studio_keeps_here_is_found_and_no_namesake_is_a_match(zijsprong):
    here = premises(zijsprong)
    found = truth.sweep(truth.connect(Mollie, here))
    assert {planted.person_id for planted in here.planted} >= {subject.subject_id for subject in zijsprong.named}
    assert truth.faults(zijsprong, here, found) == []
    assert truth.unlike(here, found) == {}


def test_a_scope_that_was_not_given_is_a_gap_of_its_stream():
    app, connector = account(customers=[{"id": "cst_1", "name": "A"}], payments=[{"id": "tr_1", "profileId": "pfl_1"}])
    app.scopes.discard("mandates")
    found = truth.sweep(connector)
    assert {(gap.kind, gap.partition.stream) for gap in found.gaps} == {(GapKind.ACCESS_DENIED, "mandates")}
    assert {ref.stream for ref in found.records} == {"customers", "payments"}
    assert [row.stream for row in connector.check() if not row.visible] == ["mandates"]


def test_a_customer_deleted_on_the_way_has_no_mandates_and_leaves_no_gap():
    app, connector = account(customers=[{"id": "cst_1"}, {"id": "cst_2"}], mandates=[{"id": "mdt_2", "customerId": "cst_2"}])
    (partition,) = [one for one in connector.partitions() if one.stream == "mandates"]
    (page,) = connector.pages(partition, None)
    del app.records["customers"][0]
    assert [record.ref.record_id for record in page.records] == ["cst_2/mdt_2"]


def test_what_does_not_say_what_it_belongs_to_is_an_error():
    _, connector = account(refunds=[{"id": "re_1", "paymentId": ""}])
    assert truth.sweep(connector).kinds == {GapKind.MALFORMED}


def test_a_refund_that_names_its_payment_by_a_link_alone_is_read():
    _, connector = account(refunds=[{"id": "re_1"}])
    item = {"id": "re_1", "_links": {"payment": {"href": f"https://{HOST}/v2/payments/tr_7"}}}
    assert connector.ref("", connector.listing("refunds"), item).record_id == "tr_7/re_1"


def test_payments_are_read_of_every_profile():
    _, connector = account(
        profiles=[{"id": "pfl_1"}, {"id": "pfl_2"}],
        payments=[{"id": "tr_1", "profileId": "pfl_1"}, {"id": "tr_2", "profileId": "pfl_2"}],
    )
    assert {(ref.account, ref.record_id) for ref in truth.sweep(connector).records} == {("pfl_1", "tr_1"), ("pfl_2", "tr_2")}


def test_without_sight_of_the_profiles_the_payments_are_a_gap_and_the_rest_is_read():
    app, connector = account(customers=[{"id": "cst_1"}], payments=[{"id": "tr_1", "profileId": "pfl_1"}])
    app.scopes.discard("profiles")
    found = truth.sweep(connector)
    assert [(gap.kind, gap.partition.stream) for gap in found.gaps] == [(GapKind.ACCESS_DENIED, "payments")]
    assert {ref.stream for ref in found.records} == {"customers"}
