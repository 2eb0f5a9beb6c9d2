import importlib.util
import sys
from pathlib import Path

import pytest

from connectors.sandbox.studio import studio


def _sibling(name):
    spec = importlib.util.spec_from_file_location(f"sandbox_{name}", Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def reading():
    """The studio read back by other code than wrote it."""
    return _sibling("reading")


@pytest.fixture(scope="session")
def whole():
    """The studio in which everything can be read."""
    return studio(troubles=False)


@pytest.fixture(scope="session")
def troubled():
    """The studio as real life has it."""
    return studio()


@pytest.fixture(scope="session")
def texts(whole, reading):
    """Every record's text by (system, stream, record id)."""
    return reading.records(whole)
