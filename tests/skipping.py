"""What is not there: skipped and said so, a failure where every test must pass."""

from __future__ import annotations

import os

import pytest

TEST_ALL = os.environ.get("STOREFRONT_TEST_ALL") == "1"


def missing(what: str) -> None:
    """Skip and say so; where every test must pass, fail."""
    if TEST_ALL:
        pytest.fail(what)
    pytest.skip(what)
