"""What the desk's templates of plugins get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.web.frame import Link


@dataclass(frozen=True)
class PluginView:
    """A plugin in the list."""

    name: Annotated[str, "Its name"]
    title: Annotated[str, "What its business model is called; else its name"]
    state: Annotated[str, "How it stands"]
    tone: Annotated[str, "good, warn, bad or quiet"]
    about: Annotated[str, "What it says of itself, in one sentence"]
    package: Annotated[str, "Where it comes from; empty: it is not installed"]
    acts: Annotated[tuple[Link, ...], "What can be done with it; each leads to what depends on it first"]


@dataclass(frozen=True)
class PluginsPage:
    """desk/plugins.html: every plugin."""

    title: Annotated[str, "The page's heading"]
    plugins: Annotated[tuple[PluginView, ...], "The plugins, by name"]


@dataclass(frozen=True)
class SwitchPage:
    """desk/plugin.html: what would happen, before it does."""

    title: Annotated[str, "The page's heading: what is about to be done"]
    explanation: Annotated[str, "What it means"]
    dependents: Annotated[tuple[tuple[str, str], ...], "What depends on it, and how much: kind, count"]
    work: Annotated[tuple[Link, ...], "Open work that has to end first"]
    more_work: Annotated[str, "That there is more than is listed; empty: there is not"]
    refusal: Annotated[str, "Why it cannot be done now; empty: it can"]
    action: Annotated[str, "Where the button posts"]
    button: Annotated[str, "The button's words"]
    tone: Annotated[str, "main or danger"]
    back_url: Annotated[str, "To the list, nothing done"]
