"""What searching shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.catalogue.contexts import Card, Results
from storefront.web.frame import Link


@dataclass(frozen=True)
class SearchPage:
    """catalogue/search.html"""

    query: Annotated[str, "What was asked"]
    results: Annotated[Results, "What was found"]
    corrected: Annotated[Link | None, "“Did you mean …”"] = None
    suggestions: Annotated[tuple[Link, ...], "Nearby words and categories when nothing was found"] = ()
    nearest: Annotated[tuple[Card, ...], "Products to look at when nothing was found"] = ()
    partly: Annotated[str, "Said when what was found lacks some of the words; else empty"] = ""


@dataclass(frozen=True)
class Suggestions:
    """catalogue/_suggest.html: what opens under the search field."""

    query: Annotated[str, "What was typed so far"]
    words: Annotated[tuple[Link, ...], "Searches that find something"] = ()
    cards: Annotated[tuple[Card, ...], "Up to five products"] = ()
    categories: Annotated[tuple[Link, ...], "Categories whose name fits"] = ()
