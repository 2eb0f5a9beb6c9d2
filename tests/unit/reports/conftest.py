"""The invented case as fixtures."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

sys.path.insert(0, str(Path(__file__).parent))  # for the modules beside this one

import reported

from reports.detecting import plain_detect
from reports.pack.build import build


@pytest.fixture
def result():
    return reported.scan()


@pytest.fixture
def english(result):
    return replace(result, organisation=replace(reported.STUDIO, language="en"))


@pytest.fixture
def inventory():
    return reported.inventory()


@pytest.fixture(scope="session")
def key():
    return Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture
def detect():
    return plain_detect


@pytest.fixture
def make(tmp_path, key, detect):
    def made(result, *, draft=False, detect=detect, out=tmp_path):
        return build(result, out, signing_key=key, draft=draft, built_on=reported.BUILT_ON, detect=detect)

    return made
