"""The bench of redaction as a floor: over letters written by hand, what must not fail does not."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))

import redaction
import redaction_sets


@pytest.fixture(scope="module")
def counts():
    tally = redaction.Tally()
    for case in redaction_sets.letters("seen.txt", None):
        for record in case.records:
            tally.record(case, record)
    return tally.counts


def test_nobody_whom_a_record_declares_stays_readable(counts):
    known = [(False, said, knower) for said in ("whole", "word") for knower in ("case", "tenant")]
    assert sum(counts[one] for one in known) > 20
    assert [one for one in known if counts[(*one, "wrong")]] == []


def test_no_number_of_a_stranger_stays_and_none_of_the_subjects_goes(counts):
    assert (counts[(False, "number")], counts[(False, "number", "wrong")]) == (17, 0)
    assert (counts[(True, "number")], counts[(True, "number", "wrong")]) == (5, 0)


def test_the_subject_and_the_organisations_people_stay(counts):
    assert counts[(True, "name")] > 70
    assert counts[(True, "name", "wrong")] == 0


def test_of_strangers_whom_nobody_knows_few_full_names_stay_and_few_words_go_with_them(counts):
    full = [(False, "whole", knower) for knower in ("model", "nobody")]
    assert sum(counts[(*one, "wrong")] for one in full) <= sum(counts[one] for one in full) / 10
    assert counts["words, blacked"] <= counts["words"] / 40


def test_a_finished_letter_holds_no_name_that_only_its_marks_bring_out(counts):
    assert (counts["records"], counts["refused"]) == (47, 0)
