"""Where PayPal is odd: windows, months, numbers that occur twice, and its own description."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from connectors import paypal
from connectors.paypal import PayPal
from connectors.sandbox.paypal import HOST, PayPalStandIn, payment, premises
from connectors.sandbox.sales import LATEST_ON
from connectors.sandbox.studio import studio
from connectors.testing import truth
from connectors.testing.described import Description
from connectors.testing.world import Sweep
from connectors.testing.wsgi import Network
from scanner.connector import Secret, System
from scanner.errors import ConfigError, Gone
from scanner.model import GapKind, Partition

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SPECIFICATION = Path(__file__).parents[4] / "shared" / "samples" / "paypal" / "reporting_transactions_v1.json"


@pytest.fixture(autouse=True)
def _still(monkeypatch):
    monkeypatch.setattr(paypal, "now", lambda: NOW)


def account(rows, **limits):
    stand_in = PayPalStandIn(rows, **limits)
    stand_in.now = lambda: NOW
    options = PayPal.Options(client_id=stand_in.client_id, client_secret=Secret(stand_in.client_secret))
    return stand_in, PayPal(System("paypal", options, transport=Network({HOST: stand_in})))


def read(connector):
    sweep = Sweep()
    for partition in connector.partitions():
        sweep.read(partition, connector.pages(partition, None))
    return sweep


def spread(many, first, step):
    return [payment(f"{number:017d}", first + number * step, "1.00") for number in range(many)]


def test_three_years_are_read_month_by_month_without_seam_or_overlap():
    # one a day at midnight: on every edge of a month there is one
    stand_in, connector = account(spread(1090, NOW.replace(hour=0) - timedelta(days=1089), timedelta(days=1)))
    sweep = read(connector)
    assert sweep.complaints == []
    assert len(sweep.listed) == len(set(sweep.listed)) == 1090
    assert len(sweep.ended) == 37
    assert len([target for _, target in stand_in.seen if "reporting" in target]) == 37


def test_a_window_with_too_much_is_split_until_it_fits():
    _, connector = account(spread(95, datetime(2026, 9, 3, tzinfo=UTC), timedelta(hours=6)), most=20, page_cap=7)
    sweep = read(connector)
    assert sweep.complaints == []
    assert len(sweep.listed) == len(set(sweep.listed)) == 95


def test_more_than_ten_thousand_that_is_not_refused_is_split_too(monkeypatch):
    monkeypatch.setattr(paypal, "MOST", 20)
    _, connector = account(spread(95, datetime(2026, 9, 3, tzinfo=UTC), timedelta(hours=6)))
    sweep = read(connector)
    assert len(sweep.listed) == len(set(sweep.listed)) == 95
    assert sweep.pages[Partition("", "transactions", "2026-09")] > 4


def test_a_window_that_grows_while_it_is_read_is_read_again_from_its_start():
    stand_in, connector = account(spread(12, datetime(2026, 9, 3, tzinfo=UTC), timedelta(hours=6)), most=14, page_cap=5)
    partition, sweep = Partition("", "transactions", "2026-09"), Sweep()
    for number, page in enumerate(connector.pages(partition, None)):
        sweep.take(page, partition)
        if number == 0:
            # before those that were read: with another window, other payments are on the second page
            stand_in.transactions[:0] = spread(10, datetime(2026, 9, 1, tzinfo=UTC), timedelta(minutes=1))
    assert {ref.record_id for ref in sweep.listed} >= {
        connector._named([row]).popitem()[0].record_id for row in stand_in.transactions
    }


def test_one_second_with_too_much_is_a_gap_and_costs_its_month_only():
    _, connector = account(
        [*spread(5, datetime(2026, 9, 3, tzinfo=UTC), timedelta(0)), *spread(2, datetime(2026, 10, 3, tzinfo=UTC), timedelta(1))],
        most=3,
    )
    sweep = read(connector)
    assert sweep.kinds == {GapKind.TOO_LARGE}
    assert len(sweep.listed) == 2


def test_a_number_that_occurs_twice_is_two_records():
    at = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
    twins = [payment("8XK000ZIJSPRONG44", at, "12.50") for _ in range(2)]
    _, connector = account([*twins, payment("8XK000ZIJSPRONG44", at, "12.50", "T1300")])
    sweep = read(connector)
    assert len(set(sweep.listed)) == 3
    assert {connector.fetch(ref).ref for ref in sweep.listed} == set(sweep.listed)


def test_a_payment_that_is_no_longer_given_is_gone():
    stand_in, connector = account(spread(1, datetime(2026, 11, 3, tzinfo=UTC), timedelta(0)))
    (ref,) = read(connector).listed
    stand_in.transactions.clear()
    with pytest.raises(Gone):
        connector.fetch(ref)


def test_a_sign_in_that_may_not_search_sees_nothing_and_says_so():
    stand_in, connector = account(spread(1, datetime(2026, 11, 3, tzinfo=UTC), timedelta(0)))
    assert [row.visible for row in connector.check()] == [True]
    stand_in.scopes.clear()
    assert [row.visible for row in connector.check()] == [False]
    assert read(connector).kinds == {GapKind.ACCESS_DENIED}


def test_a_token_that_lapses_on_the_way_is_replaced():
    stand_in, connector = account(spread(9, datetime(2026, 9, 3, tzinfo=UTC), timedelta(days=3)), page_cap=2)
    sweep = Sweep()
    for partition in connector.partitions():
        for page in connector.pages(partition, None):
            sweep.take(page, partition)
            stand_in.revoke()
    assert len(sweep.listed) == 9


def test_the_vendors_rate_limit_is_waited_out():
    stand_in, connector = account(spread(200, datetime(2026, 9, 3, tzinfo=UTC), timedelta(minutes=5)), page_cap=2)
    stand_in.quota.on = True
    stand_in.quota.now = connector.system.transport.clock.monotonic
    sweep = read(connector)
    assert sweep.complaints == []
    assert len(sweep.listed) == 200
    assert [seen.status for seen in connector.system.transport.seen].count(429) == 0, "the connector's own pace is below it"


def test_without_a_name_and_secret_nothing_starts():
    with pytest.raises(ConfigError):
        PayPal(System("paypal", PayPal.Options()))
    assert PayPal(System("paypal", PayPal.Options(), token=Secret("A21AAinvented")))


@pytest.fixture(scope="module")
def zijsprong():
    return studio(troubles=False)


def test_all_that_the_studio_keeps_here_is_found_and_no_namesake_is_a_match(zijsprong):
    here = premises(zijsprong, LATEST_ON)
    here.app.now = lambda: NOW
    found = truth.sweep(truth.connect(PayPal, here))
    assert {planted.person_id for planted in here.planted} >= {subject.subject_id for subject in zijsprong.named}
    assert truth.faults(zijsprong, here, found) == []
    assert truth.unlike(here, found) == {}


def test_the_demo_s_sales_are_recent_enough_to_be_given_today(zijsprong, monkeypatch):
    monkeypatch.setattr(paypal, "now", lambda: datetime.now(UTC))
    here = premises(zijsprong)
    found = truth.sweep(truth.connect(PayPal, here))
    assert {(p.stream, p.record_id) for p in here.planted} <= {(ref.stream, ref.record_id) for ref in found.records}


@pytest.mark.skipif(not SPECIFICATION.exists(), reason="PayPal's description of Transaction Search is not beside the repository")
def test_questions_and_answers_are_those_of_paypals_description(zijsprong):
    description = Description.read(SPECIFICATION)
    here = premises(zijsprong, LATEST_ON)
    here.app.now = lambda: NOW
    network = Network({HOST: here.app})
    connector = truth.connect(PayPal, here, network)
    sweep = truth.sweep(connector)
    connector.fetch(sweep.listed[0])
    asked = [seen for seen in network.seen if seen.method == "GET"]
    assert asked
    assert [wrong for seen in asked for wrong in description.unknown_in(seen.method, seen.url)] == []
    for seen in asked:
        answer = connector.gateway.send("GET", seen.url).json()
        # the description wants one payment at least, and PayPal answers with none all the same
        assert description.wrong_in("GET", seen.url, answer) == []
    declared = {path.strip("/").split("/")[0] for path in (*paypal.STREAM.declares, *paypal.STREAM.ignores)}
    assert declared <= json.loads(SPECIFICATION.read_text())["components"]["schemas"]["transaction_detail"]["properties"].keys()


@pytest.mark.skipif(not SPECIFICATION.exists(), reason="PayPal's description of Transaction Search is not beside the repository")
def test_the_description_is_really_held_against_them():
    description = Description.read(SPECIFICATION)
    url = f"{paypal.TRANSACTIONS}?start_date=2026-11-01T00:00:00Z&end_date=2026-11-02T00:00:00Z"
    assert description.unknown_in("GET", url + "&page_size=500") == []
    assert description.unknown_in("GET", url + "&page_size=501") == ["parameter page_size out of its shape"]
    assert description.unknown_in("GET", url + "&payer=x") == ["unknown parameter payer"]
    assert description.unknown_in("GET", paypal.TRANSACTIONS + "?start_date=2026-11-01&end_date=2026-11-02T00:00:00Z")
    assert description.unknown_in("GET", paypal.TRANSACTIONS)[0].startswith("missing")
    assert description.wrong_in("GET", url, {"total_items": "3"})
    assert description.wrong_in("GET", url, {"transaction_details": [{"payer_info": {"mail": "x"}}]})
    with pytest.raises(LookupError):
        description.unknown_in("GET", f"https://{HOST}/v1/reporting/payers")
