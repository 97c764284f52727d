"""What the template of the settings gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True)
class SettingView:
    """One setting."""

    name: Annotated[str, "Its name in storefront.toml"]
    meaning: Annotated[str, "What it does"]
    value: Annotated[str, "As the file writes it; empty: a secret"]
    default: Annotated[str, "The same; empty: a secret, or it is the value"]
    secret: Annotated[str, "Of a secret: that it is set, or not; empty: no secret"]
    source: Annotated[str, "Where the value comes from, in words"]
    changed: Annotated[str, "That another value holds after a restart; empty: not so"]
    lines: Annotated[str, "What can be put into the file"]


@dataclass(frozen=True)
class SettingSection:
    """A section of the file."""

    name: Annotated[str, "Its name in the file; empty: its top"]
    title: Annotated[str, "What it is about"]
    settings: Annotated[tuple[SettingView, ...], "Its settings"]


@dataclass(frozen=True)
class FindingView:
    """A line of `storefront doctor`."""

    bad: Annotated[bool, "It must be done at once"]
    words: Annotated[str, "What is so and what to do, in English, as the command says it"]


@dataclass(frozen=True)
class SettingsPage:
    """desk/settings.html: every setting, and what is not as it should be."""

    title: Annotated[str, "The page's heading"]
    path: Annotated[str, "The file"]
    fault: Annotated[str, "What is wrong in the file as it is now, in English; empty: nothing"]
    changed: Annotated[str, "That the file was changed since the start; empty: it was not"]
    sections: Annotated[tuple[SettingSection, ...], "Every setting"]
    plugins: Annotated[tuple[tuple[str, tuple[str, ...]], ...], "Plugins' own: name, and the names of what is set"]
    findings: Annotated[tuple[FindingView, ...], "What `storefront doctor` says"]
