"""Detection in processes of its own: what breaks one costs one record, and nobody is left behind."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from scanner.detection import make_detector
from scanner.entities import EntityType
from scanner.errors import ConfigError, Malformed
from scanner.executors import DetectionPool
from scanner.model import Field, RecordRef

REF = RecordRef("mail", "desk", "messages", "1")
ROOT = Path(__file__).parents[3]


class Fragile:
    """Dies of one text, is beaten by another."""

    def detect_fields(self, ref, fields):
        if fields[0].value == "fatal":
            time.sleep(0.05)
            os._exit(9)
        if fields[0].value == "fault":
            raise ValueError("someone@a.example")
        time.sleep(0.2)
        return []


def refuse():
    raise ConfigError("[detection] recognizers: wrong")


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def field(value):
    return (Field("/text", value),)


def test_a_text_that_kills_costs_that_record_only():
    lost = []
    with DetectionPool(Fragile, 2) as pool:

        def look(value):
            for _ in range(2):
                try:
                    pool.detect(REF, field(value))
                except Malformed:
                    lost.append(value)

        threads = [threading.Thread(target=look, args=(value,)) for value in ("fatal", "one", "two", "three")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert lost == ["fatal", "fatal"]


def test_a_fault_names_its_place_and_no_value():
    with DetectionPool(Fragile, 1) as pool, pytest.raises(Malformed, match=r"ValueError at test_detection_pool\.py") as told:
        pool.detect(REF, field("fault"))
    assert "someone" not in repr(told.value) + repr(told.value.__cause__)


def test_a_detector_that_cannot_be_made_is_one_sentence(capfd):
    with DetectionPool(refuse, 1) as pool, pytest.raises(ConfigError, match="recognizers: wrong"):
        pool.detect(REF, field("x"))
    assert capfd.readouterr().err == ""


def test_a_reader_that_is_killed_leaves_nobody_behind():
    program = f"""
        import os, sys
        sys.path[:0] = [{str(ROOT)!r}, {str(Path(__file__).parent)!r}]
        from test_detection_pool import DetectionPool, Fragile, REF, field

        if __name__ == "__main__":
            pool = DetectionPool(Fragile, 1)
            pool.detect(REF, field("x"))
            print(*pool._pool._processes, flush=True)
            os.kill(os.getpid(), 9)
    """
    made = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
    )
    assert made.returncode == -signal.SIGKILL
    (worker,) = map(int, made.stdout.split())
    until = time.monotonic() + 5
    while alive(worker) and time.monotonic() < until:
        time.sleep(0.05)
    assert not alive(worker)


def test_a_process_is_told_all_that_a_field_says():
    rows = [Field("a.csv!/1", "naam\ttel\tplaats", is_row=True)]
    rows += [Field(f"a.csv!/{n}", f"Els\t61234567{n}", None, is_row=True, columns=(0, 1)) for n in range(2, 9)]
    rows.append(Field("/name", "Els van Dam", EntityType.PERSON))
    with DetectionPool(make_detector, 1) as pool, DetectionPool(make_detector, 0) as here:
        found = pool.detect(REF, tuple(rows))
        assert found == here.detect(REF, tuple(rows))
    assert [one.path for one in found if one.entity_type is EntityType.PHONE_NUMBER] == [one.path for one in rows[1:-1]]


def test_a_machine_that_starts_no_process_is_told_what_to_set(monkeypatch):
    def refused(*_):
        raise ConnectionRefusedError

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor.submit", refused)
    with pytest.raises(ConfigError, match="detection_processes = 0"), DetectionPool(Fragile, 1):
        pass
    with pytest.raises(ConfigError, match="detection_processes = 0"):
        DetectionPool(Fragile, 1).detect(REF, [Field("/a", "x")])
