"""What contract tests share."""

import json
import time

import pytest
from google.auth import crypt

from connectors.google_workspace import signing
from connectors.sandbox.google import GoogleStandIn
from connectors.sandbox.tenant import GoogleTenant


@pytest.fixture(scope="session")
def _signer():
    return crypt.RSASigner.from_service_account_info(json.loads(GoogleStandIn(GoogleTenant("", ())).oauth.key_file()))


@pytest.fixture
def still_signing(monkeypatch, _signer):
    """A token request of Google's holds the time; here it stands still, so that the same request is the same request."""
    now = time.time()
    monkeypatch.setattr(signing, "now", lambda: now)
    # every test builds the connector anew; checking the same key each time takes longer than all the rest
    monkeypatch.setattr(crypt.RSASigner, "from_service_account_info", lambda _: _signer)
