"""Where a parcel can be followed: the carriers' own pages, from the dated table in data/carriers.csv."""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib.resources import files
from urllib.parse import quote


@lru_cache(maxsize=1)
def carriers() -> dict[str, tuple[str, str]]:
    """Each name a carrier goes by, in small letters → its own name and the pattern of its tracking page."""
    text = (files("storefront.orders") / "data" / "carriers.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {name: (row["carrier"], row["url"]) for row in rows for name in row["names"].split("|")}


def tracking_url(carrier: str, number: str) -> str:
    """The carrier's page about a parcel; empty for a carrier that is not in the table or no number."""
    found = carriers().get(" ".join(carrier.casefold().split()))
    number = "".join(number.split())
    return found[1].format(tracking=quote(number, safe="")) if found and number else ""
