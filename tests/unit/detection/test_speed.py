"""At least twenty times stock Presidio on the same text, with no lower recall on any type."""

import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture(scope="module")
def bench():
    pytest.importorskip("stdnum", reason="the texts' check digits come from python-stdnum")
    sys.path.insert(0, str(BENCH))
    import identifiers

    yield identifiers
    sys.path.remove(str(BENCH))


def test_twenty_times_stock_presidio_and_no_lower_recall(bench):
    mail = bench.studio_mail(40_000)
    theirs, _ = bench.speed(bench.in_mails(bench.rivals.stock()), mail.text[:8_000], 2)
    stock_recall = bench.recall(mail.truth, bench.in_mails(bench.rivals.stock())(mail.text))
    fast, found = bench.speed(bench.in_mails(bench.rivals.ours()), mail.text, 7)
    assert fast / theirs >= 20
    for kind, (hit, planted) in bench.recall(mail.truth, found).items():
        assert hit >= stock_recall[kind][0], kind
        assert hit / planted >= 0.98, kind


def test_precision_on_numbers_that_hurt(bench):
    mail = bench.studio_mail(300_000, seed=21)
    found = bench.in_mails(bench.rivals.ours())(mail.text)
    for kind, (right, reported) in bench.precision(mail.truth, found).items():
        assert right / reported >= 0.98, kind


def test_as_good_as_stock_on_a_strangers_corpus(bench):
    if not bench.CORPUS.is_dir():
        pytest.skip("the DataFog corpus is not here: see tests/bench/identifiers.py")
    theirs, ours = bench.datafog(bench.in_mails(bench.rivals.stock())), bench.datafog(bench.in_mails(bench.rivals.ours()))
    assert ours.pop("(negatives flagged)")[0] == 0
    assert {kind: hit for kind, (hit, _) in ours.items() if hit < theirs[kind][0]} == {}


def test_decoys_and_clean_documents_give_nothing(bench):
    find = bench.rivals.ours()
    for texts, count in ((bench.identifier_texts.decoys(), 80), (bench.identifier_texts.clean_documents(), 40)):
        assert len(texts) == count
        assert [(text, spans) for text in texts if (spans := find(text))] == []


@pytest.mark.parametrize("shape", ["US", "UK", "DE", "NL", "EU"])
def test_what_each_region_writes_is_found(bench, shape):
    hits, _ = bench.over(bench.rivals.ours(), bench.identifier_texts.texts(shape, 6))
    assert {kind: (hit, planted) for kind, (hit, planted) in hits.items() if hit < 0.8 * planted} == {}
