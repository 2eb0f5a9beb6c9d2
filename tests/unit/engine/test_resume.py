"""A run that is killed at any point and started again ends like one that was not."""

import os
import signal
from datetime import date

import pytest

from scanner.entities import EntityType
from scanner.errors import Interrupted
from scanner.matching.matcher import Matcher, Weighed
from scanner.model import DataSubject, Identifier, Match, Reason, Verdict
from scanner.scan import Scan
from scanner.store.database import Database

BOXES = {"north": {f"n{i}": f"file:n{i}@a.example" for i in range(5)}, "south": {f"s{i}": f"s{i}@a.example" for i in range(3)}}
ADDRESSES = [[f"n{i}@a.example", f"s{i}@a.example"] for i in range(5)]
SUBJECT = DataSubject("1", (Identifier(EntityType.EMAIL_ADDRESS, "n1@a.example"),))


def killed_at(monkeypatch, commit, *, before):
    """Kill this process at the n-th commit, before or after it."""
    real = Database.write
    count = 0

    def write(self, sql, *values):
        nonlocal count
        if sql.startswith("UPDATE progress SET cursor"):
            count += 1
            if count == commit and before:
                os.kill(os.getpid(), signal.SIGKILL)
        return real(self, sql, *values)

    from contextlib import contextmanager

    transaction = Database.transaction

    @contextmanager
    def after(self):
        seen = count
        with transaction(self):
            yield
        if count > seen and count == commit and not before:
            os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(Database, "write", write)
    monkeypatch.setattr(Database, "transaction", after)


def in_child(work):
    """Run work in a process of its own; return whether it was killed."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
            os._exit(0)
        except BaseException:
            os._exit(1)
    _, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def inventory(make_house, folder, shelf):
    house = make_house(folder)
    house.addresses = ADDRESSES
    house.inventory(shelf=shelf({box: dict(records) for box, records in BOXES.items()}), threads=1)
    dump = house.dump()
    house.database.close()
    return dump


def scan(make_house, folder, shelf):
    house = make_house(folder)
    case = next(iter(house.cases.all()), None) or house.cases.new(SUBJECT, (), date(2026, 1, 5), None)

    class Weigher:
        def weigh(self, record, circle):
            return Weighed(match(record))

    def match(record):
        hit = any("1@a.example" in one.value for one in record.fields)
        verdict = Verdict.MATCH if hit else Verdict.NON_MATCH
        return Match(record.ref, "1", verdict, 9.0 if hit else 0.0, (Reason("same mailbox", "/mail", 9.0),) if hit else ())

    looking = Scan(house.engine(1), house.ledger, house.index, house.cases, lambda kind, value: (value,))
    looking.run(
        case, {"shelf": shelf({box: dict(records) for box, records in BOXES.items()})}, Weigher(), quick=False, only=frozenset()
    )
    kept = [
        (one.record.ref, one.match, [blob.open().read() for blob in one.record.blobs], [f.value for f in one.record.fields])
        for one in house.cases.kept(case.case_id)
    ]
    strays = house.database.rows("SELECT COUNT(*) FROM content WHERE token IS NULL")
    house.database.close()
    return kept, strays


CHATS = {
    "phone": {
        "a/1": "Bram Ooms: Sanne is er al",
        "a/2": "Sanne Bakker: ik ben er",
        "b/1": "Bram Ooms: Sanne neemt de hoeden mee",
        "c/1": "Bram Ooms: Sanne belde",
        "c/2": "Sanne Bakker: ik bel",
    }
}


def linked(make_house, folder, shelf):
    """Scan chats, two messages a page: what leads to the first one comes on a later page."""
    house = make_house(folder)
    subject = DataSubject("1", (Identifier(EntityType.PERSON, "Sanne Bakker"),))
    case = next(iter(house.cases.all()), None) or house.cases.new(subject, (), date(2026, 1, 5), None)
    looking = Scan(house.engine(1), house.ledger, house.index, house.cases, lambda kind, value: (value,))
    run = looking.run(case, {"shelf": shelf(CHATS)}, Matcher(subject), quick=False, only=frozenset())
    kept = [(one.record.ref, one.match) for one in house.cases.kept(case.case_id)]
    left = [house.database.rows(f"SELECT COUNT(*) FROM {table}") for table in ("glimpse", "presence")]
    gaps = [gap for line in house.ledger.lines(run) for gap in line.gaps]
    house.database.close()
    return kept, left, gaps


def test_killed_at_every_commit_with_links(tmp_path, monkeypatch, make_house, chats):
    whole = linked(make_house, tmp_path / "whole", chats)
    assert [ref.record_id for ref, _ in whole[0]] == ["a/1", "a/2", "c/1", "c/2"]
    assert whole[1:] == ([[(0,)], [(0,)]], [])
    kills = 0
    for before in (True, False):
        for commit in range(1, 20):
            folder = tmp_path / f"cut{commit}{before}"

            def cut(folder=folder, commit=commit, before=before):
                killed_at(monkeypatch, commit, before=before)
                linked(make_house, folder, chats)

            if not in_child(cut):
                break
            kills += 1
            assert linked(make_house, folder, chats) == whole
    assert kills == 14  # 3 pages, the two steps that begin what links lead to, its page and its end; each before and after


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("work", [inventory, scan])
def test_killed_at_every_commit(tmp_path, monkeypatch, make_house, shelf, work, before):
    whole = work(make_house, tmp_path / "whole", shelf)
    assert whole != ([], [(0,)])
    kills = 0
    for commit in range(1, 20):
        folder = tmp_path / f"cut{commit}"

        def cut(folder=folder, commit=commit):
            killed_at(monkeypatch, commit, before=before)
            work(make_house, folder, shelf)

        if not in_child(cut):
            break
        kills += 1
        assert work(make_house, folder, shelf) == whole
    assert kills == 5  # 3 pages of one box and 2 of the other


def test_ctrl_c_leaves_a_run_to_go_on_with(house, shelf):
    one = shelf({box: dict(records) for box, records in BOXES.items()})
    one.on_page = lambda: os.kill(os.getpid(), signal.SIGINT) if len(one.log) > 4 else None
    with pytest.raises(Interrupted, match="again to go on"):
        house.inventory(shelf=one, threads=1)
    done = [line for line in one.log if line.startswith("fetch")]
    one.on_page = lambda: None
    one.log.clear()
    result = house.inventory(shelf=one, threads=1)
    assert result.sizes == {("shelf", "notes"): 8}
    assert result.gaps == ()
    assert len([line for line in one.log if line.startswith("fetch")]) < 8 <= len(done) + len(one.log)
