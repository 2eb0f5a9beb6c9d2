"""The contract every connector keeps, and hostile platforms to keep it against. For tests only."""

import pytest

# a broken promise then shows what was on either side
pytest.register_assert_rewrite("connectors.testing.hostility", "connectors.testing.reading")
