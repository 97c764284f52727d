"""A product's pictures in its form: kept ones and new ones, in an order, with words in each language."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from storefront.catalogue.drafts import ImageDraft
from storefront.desk.prose import one_line
from storefront.desk.sheet import MOST_PICTURES, Typed, count

# a picture's file, in the order it is written into a name that the shop has signed
FILE = ("kind", "digest", "source_url", "width", "height", "widths", "formats", "ground")


def packed(picture: ImageDraft) -> list[Any]:
    """The picture without its words, for a signed name."""
    facts = asdict(picture)
    return [facts[name] for name in FILE]


def unpacked(facts: Sequence[Any]) -> ImageDraft:
    """The picture of such a name."""
    named = dict(zip(FILE, facts, strict=True))
    return ImageDraft(**(named | {"widths": tuple(named["widths"]), "formats": tuple(named["formats"])}))


def key_of(picture: ImageDraft) -> str:
    """What a variant names its picture by, wherever it stands in the order."""
    return hashlib.sha256((picture.digest or picture.source_url).encode()).hexdigest()[:12]


def typed_pictures(pictures: Sequence[ImageDraft], names: Sequence[str]) -> dict[str, str]:
    """The pictures as the form begins; names are signed."""
    typed = {"pictures": str(len(pictures))}
    for number, (picture, name) in enumerate(zip(pictures, names, strict=True)):
        typed[f"p{number}-name"] = name
        typed |= {f"p{number}-alt-{tag}": text for tag, text in picture.alt.items()}
    return typed


def read_pictures(typed: Typed, known: Mapping[str, ImageDraft], languages: Sequence[str]) -> list[ImageDraft]:
    """The pictures in their order; known: what the names stand for, any other name is none."""
    found = []
    for number in range(count(typed, "pictures", MOST_PICTURES)):
        picture = known.get(typed.get(f"p{number}-name", ""))
        if picture is None or typed.get(f"p{number}-gone"):
            continue
        alt = {tag: one_line(typed.get(f"p{number}-alt-{tag}", ""))[:300] for tag in languages}
        found.append(replace(picture, alt={tag: text for tag, text in alt.items() if text}))
    unique = {picture.digest or picture.source_url: picture for picture in found}
    return list(unique.values())


def moved(typed: Typed, number: int, by: int) -> dict[str, str]:
    """The form with a picture one place on (by: 1 or -1)."""
    other = number + by
    most = count(typed, "pictures", MOST_PICTURES)
    if not (0 <= number < most and 0 <= other < most):
        return dict(typed)
    names = {f"p{number}-": f"p{other}-", f"p{other}-": f"p{number}-"}
    swapped = {}
    for name, value in typed.items():
        start = name.partition("-")[0] + "-"
        swapped[names[start] + name[len(start) :] if start in names else name] = value
    return swapped
