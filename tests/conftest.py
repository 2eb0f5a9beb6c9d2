"""No test may resolve a name outside this machine."""

import socket

import pytest

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
