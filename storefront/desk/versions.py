"""Two people edit one thing: a form carries the version it was made from, and the second is told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storefront.errors import Refused
from storefront.i18n import _


class ChangedMeanwhile(Refused):
    """Somebody else saved this since the form was made; version is what it is now."""

    code = "changed-meanwhile"

    def __init__(self, version: str) -> None:
        super().__init__(_("Somebody else has changed this meanwhile. What you typed is kept; nothing was saved."))
        self.version = version


@dataclass(frozen=True)
class Difference:
    """A field that both have: what is saved now, and what was typed."""

    name: str
    theirs: str
    mine: str


def version_of(state: Any) -> str:
    """A short fingerprint of everything a form edits."""
    text = json.dumps(state, ensure_ascii=True, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def check_version(known: str, state: Any) -> None:
    """Raise ChangedMeanwhile unless the form was made from this state; call it with the rows locked."""
    now = version_of(state)
    if known != now:
        raise ChangedMeanwhile(now)


def differences(theirs: Mapping[str, str], mine: Mapping[str, str]) -> tuple[Difference, ...]:
    """Where what is saved and what was typed part, field by field; line ends are no difference."""
    pairs = ((name, theirs.get(name, ""), mine[name]) for name in mine)
    return tuple(Difference(*pair) for pair in pairs if _plain(pair[1]) != _plain(pair[2]))


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
