"""At least twenty times stock Presidio on the same text, with no lower recall on any type."""

import importlib.util
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench" / "detection.py"


@pytest.fixture(scope="module")
def bench():
    spec = importlib.util.spec_from_file_location("bench_detection", BENCH)
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_detection"] = module
    spec.loader.exec_module(module)
    return module


def test_twenty_times_stock_presidio_and_no_lower_recall(bench):
    mail = bench.studio_mail(40_000)
    theirs, _ = bench.speed(bench.in_mails(bench.stock()), mail.text[:8_000], 2)
    stock_recall = bench.recall(mail.truth, bench.in_mails(bench.stock())(mail.text))
    fast, found = bench.speed(bench.in_mails(bench.ours()), mail.text, 7)
    assert fast / theirs >= 20
    for kind, (hit, planted) in bench.recall(mail.truth, found).items():
        assert hit >= stock_recall[kind][0], kind
        assert hit / planted >= 0.98, kind


def test_precision_on_numbers_that_hurt(bench):
    mail = bench.studio_mail(300_000, seed=21)
    found = bench.in_mails(bench.ours())(mail.text)
    for kind, (right, reported) in bench.precision(mail.truth, found).items():
        assert right / reported >= 0.98, kind


def test_as_good_as_stock_on_a_strangers_corpus(bench):
    if not bench.CORPUS.is_dir():
        pytest.skip("the DataFog corpus is not here: see tests/bench/detection.py")
    theirs, ours = bench.datafog(bench.in_mails(bench.stock())), bench.datafog(bench.in_mails(bench.ours()))
    assert ours.pop("(negatives flagged)")[0] == 0
    assert {kind: hit for kind, (hit, _) in ours.items() if hit < theirs[kind][0]} == {}
