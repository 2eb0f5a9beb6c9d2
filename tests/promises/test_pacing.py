"""Whatever quota a vendor publishes, a run uses nine tenths of it and hardly anything is refused."""

import policed
import pytest
from everywhere import FILES

from scanner import plugins

TABLES = [(name, rate.name) for name in plugins.names() for rate in getattr(plugins.connector_class(name, name), "rates", ())]


def rate_of(one, name):
    return next(rate for rate in one.cls.rates if rate.name == name)


LONG = {("microsoft365", "outlook")}
"""Ten thousand calls and more before a window is full: tests/bench/pacing.py makes them."""


@pytest.mark.parametrize(("entry", "name"), [table for table in TABLES if table not in LONG])
def test_the_quota_is_used_and_kept(entry, name, platforms):
    rate = rate_of(platforms[entry], name)
    # a pace that is too fast proves so at the end of the first window; tests/bench/pacing.py runs through three of each
    found = policed.run(platforms[entry], rate, windows=3 if rate.units < 300 else 1.05)
    assert found.calls >= policed.FEW
    assert found.share >= 0.9
    assert found.refused < 0.01


@pytest.mark.parametrize("entry", policed.REFUSALS)
def test_what_somebody_else_spent_is_waited_for_as_the_vendor_says(entry, platforms):
    rate = platforms[entry].cls.rates[0]
    found = policed.run(platforms[entry], rate, windows=0, spent=True)
    assert found.refused * found.calls == pytest.approx(1), "the vendor said when to come back, and it was heeded"


def test_every_platform_has_a_rate():
    assert {entry for entry, _ in TABLES} == set(plugins.names()) - FILES.keys()
