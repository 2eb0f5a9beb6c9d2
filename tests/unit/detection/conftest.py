"""Both finders of anchors, so that every table is read by each."""

import pytest

from scanner.detection.engine import Engine


@pytest.fixture(scope="session", params=["hyperscan", "re"])
def engine(request):
    if request.param == "hyperscan":
        pytest.importorskip("hyperscan", reason="there is no Vectorscan wheel for this platform")
    return Engine(request.param)


@pytest.fixture(scope="session")
def seen(engine):
    """Return what an engine finds, as (type, text)."""
    return lambda text: [(str(s.entity_type), text[s.start : s.end]) for s in engine.find(text)]
