"""The studio and every connector before it, once for all promises."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for the module beside this one

import everywhere

from connectors.sandbox.studio import studio as make_studio


@pytest.fixture(scope="session")
def studio():
    return make_studio(troubles=False)


@pytest.fixture(scope="session")
def platforms(studio, tmp_path_factory):
    """Every installed connector by entry point; none of these tests changes anything on them."""
    return everywhere.driven(studio, tmp_path_factory.mktemp("platforms"))
