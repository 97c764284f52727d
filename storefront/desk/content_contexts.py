"""What the template of the content pages' list gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True)
class LanguageMark:
    """A language in a page's row."""

    tag: Annotated[str, "Short: “de”"]
    words: Annotated[str, "What is so, for who cannot see the tone: “Deutsch: draft”"]
    tone: Annotated[str, "good: written; warn: a draft; quiet: not written"]


@dataclass(frozen=True)
class ContentRow:
    """A page in its menu."""

    slug: Annotated[str, "Its name in addresses"]
    title: Annotated[str, "Its title"]
    url: Annotated[str, "Its page at the desk"]
    path: Annotated[str, "Where shoppers find it"]
    state: Annotated[str, "Draft or not published, in words; empty: published"]
    tone: Annotated[str, "The state's tone"]
    languages: Annotated[tuple[LanguageMark, ...], "The shop's languages"]
    first: Annotated[bool, "Nothing of its menu stands before it"]
    last: Annotated[bool, "Nothing of its menu stands after it"]


@dataclass(frozen=True)
class ContentMenu:
    """The pages of one menu, in its order."""

    name: Annotated[str, "footer, header or none"]
    label: Annotated[str, "The menu in words"]
    rows: Annotated[tuple[ContentRow, ...], "Its pages"]


@dataclass(frozen=True)
class LackingPage:
    """A page the law asks for and shoppers do not see."""

    words: Annotated[str, "Which, and in which languages"]
    url: Annotated[str, "Where it is written"]


@dataclass(frozen=True)
class ContentList:
    """desk/content.html: the shop's own words, by menu."""

    title: Annotated[str, "The page's heading"]
    lacking: Annotated[tuple[LackingPage, ...], "What the law asks for and is not there"]
    home: Annotated[ContentRow, "What the start page says"]
    menus: Annotated[tuple[ContentMenu, ...], "The other pages"]
    action: Annotated[str, "Where an order is sent"]
    new_url: Annotated[str, "Makes a page"]
