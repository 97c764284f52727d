"""What the notice of the legal guarantee and its page show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True)
class GuaranteeNotice:
    """The notice; catalogue/_guarantee.html"""

    years: Annotated[int, "The least number of years"]
    title: Annotated[str, "“Legal guarantee: at least 2 years”"]
    lead: Annotated[str, "For whom it holds, in one sentence"]
    means: Annotated[tuple[str, ...], "What it means, a sentence each"]
    turn_to: Annotated[str, "Whom to turn to"]
    official_url: Annotated[str, "The EU's page about it"]
    url: Annotated[str, "This shop's page about it; empty: this is it"] = ""


@dataclass(frozen=True)
class CountryYears:
    """A row of the table of countries."""

    country: Annotated[str, "Its name"]
    years: Annotated[str, "“3 years”"]
    here: Annotated[bool, "The country things are sent to now"]


@dataclass(frozen=True)
class GuaranteePage:
    """catalogue/guarantee.html"""

    title: Annotated[str, "The page's heading"]
    notice: Annotated[GuaranteeNotice | None, "What holds in this market; None: outside the EU and EEA"]
    outside: Annotated[str, "What to know where it does not hold; empty: it holds"]
    countries: Annotated[tuple[CountryYears, ...], "Every country of the EU and EEA"]
    source: Annotated[str, "The acts it rests on"]
