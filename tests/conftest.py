"""No test may resolve a name outside this machine."""

import ctypes
import gc
import logging
import signal
import socket
import time

import pytest

PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 24, 1, 2
LOCAL = {"localhost", "127.0.0.1", "::1", None, ""}


@pytest.fixture(autouse=True, scope="session")
def no_name_resolution():
    """Refuse every look-up of a host that is not this one: the program talks to configured platforms and nobody else."""
    real = socket.getaddrinfo

    def refuse(host, *args, **kwargs):
        name = host.decode() if isinstance(host, bytes) else host
        if name not in LOCAL:
            raise AssertionError(f"a test tried to resolve {name!r}")
        return real(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", refuse)
        yield


@pytest.fixture(autouse=True, scope="session")
def ctrl_c_is_heard():
    """Undo what a shell does to what it starts in the background: the tests of Ctrl-C would wait for ever."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def ordinary_rights():
    """Return what a child process does first to read as a user would: root's right to open any file is given up."""

    def give_up():
        libc = ctypes.CDLL(None)
        for right in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
            libc.prctl(PR_CAPBSET_DROP, right, 0, 0, 0)

    return give_up


@pytest.fixture
def cost():
    """Return what measures a piece of work: the least processor seconds of this thread in three tries, or in those that one second holds.

    Other threads, garbage of earlier tests and what is made at a first use are not the work's.
    """

    def seconds(work, *args):
        took = []
        gc.collect()
        gc.disable()
        try:
            for _ in range(3):
                began = time.thread_time()
                work(*args)
                took.append(time.thread_time() - began)
                if sum(took) > 1:
                    break
        finally:
            gc.enable()
        return min(took)

    return seconds


@pytest.fixture(autouse=True)
def loggers_as_they_were():
    """Undo what a command run in this process does to logging: other tests look for values in the logs."""
    rooms = [logging.getLogger(room) for room in ("scanner", "connectors", "reports")]
    before = [(room.handlers, room.propagate) for room in rooms]
    yield
    for room, (handlers, propagate) in zip(rooms, before, strict=True):
        room.handlers, room.propagate = handlers, propagate
