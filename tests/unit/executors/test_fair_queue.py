"""Whose turn it is, when many have something to be done."""

import threading

import pytest

from scanner.executors import FairQueue


def filled(**waiting):
    line = FairQueue()
    for owner, works in waiting.items():
        for work in works:
            line.put(owner, work)
    return line


def test_all_come_round_in_turn():
    line = filled(many=["a", "b", "c"], few=["x"], some=["p", "q"])
    taken = []
    for _ in range(6):
        owner, work = line.take()
        taken.append(work)
        line.done(owner)
    assert taken == ["a", "x", "p", "b", "q", "c"]


def test_who_has_much_under_way_waits_for_the_others():
    """A platform that makes its readers wait does not get the other readers too."""
    line = filled(slow=["s1", "s2", "s3", "s4"], quick=["q1", "q2", "q3"])
    assert [line.take() for _ in range(2)] == [("slow", "s1"), ("quick", "q1")]
    line.done("quick")
    assert line.take() == ("quick", "q2")
    line.done("quick")
    assert line.take() == ("quick", "q3")


def test_the_end_is_when_nothing_waits_and_nothing_is_under_way():
    line = filled(only=["first"])
    owner, _ = line.take()
    found = []
    waiting = threading.Thread(target=lambda: found.append(line.take()))
    waiting.start()
    waiting.join(0.05)
    assert waiting.is_alive(), "what is under way may bring more"
    line.put("only", "second")
    line.done(owner)
    waiting.join(5)
    assert found == [("only", "second")]
    line.done("only")
    assert line.take() is None


@pytest.mark.parametrize("readers", [1, 3])
def test_whoever_waits_is_let_go(readers):
    line = filled(only=["first"])
    line.take()
    found = []
    waiting = [threading.Thread(target=lambda: found.append(line.take())) for _ in range(readers)]
    for one in waiting:
        one.start()
    line.close()
    for one in waiting:
        one.join(5)
    assert found == [None] * readers
