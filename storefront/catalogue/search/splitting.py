"""A text taken apart into words: runs, numbers with their units, pieces of scripts without spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from storefront.catalogue.folding import folded

Kind = Literal["word", "number", "measure", "sign"]

# Han, kana, Hangul; Thai, Lao, Burmese and Khmer have no spaces between words either
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = re.compile(r"\d+[.,]\d+(?![\w.,])|\d+[.,]\d+(?=[^\W\d])|[^\W_]+(?:[-'._/+][^\W_]+)*|[\"'](?=\s|$|[,;)x])")
_UNSPACED_RUN = re.compile(f"[{UNSPACED}]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_MEASURE = re.compile(r"(\d+(?:[.,]\d+)?)([^\W\d_]+)")
_CONNECTORS = re.compile(r"[-'._/+]")
# what people write behind a number → one form
_UNITS = {
    name: unit
    for unit, names in {
        "in": '" in inch inches zoll pouces pulgadas بوصه 英寸',
        "mm": "mm millimeter millimetre millimeters millimetres ملم 毫米",
        "cm": "cm centimeter centimetre centimeters centimetres zentimeter سم 厘米",
        "m": "m meter metre meters metres متر 米",
        "g": "g gr gram grams gramm غرام جرام 克",
        "kg": "kg kilo kilogram kilograms kilogramm كجم كغ كيلو 公斤 千克",
        "ml": "ml milliliter millilitre milliliters millilitres مل 毫升",
        "cl": "cl centiliter centilitre",
        "l": "l liter litre liters litres لتر 升",
        "w": "w watt watts واط 瓦",
        "kw": "kw kilowatt",
        "v": "v volt volts فولت 伏",
        "mah": "mah",
        "hz": "hz hertz",
        "mhz": "mhz",
        "ghz": "ghz",
        "mb": "mb megabyte",
        "gb": "gb gigabyte gigabytes غيغابايت",
        "tb": "tb terabyte terabytes",
        "mp": "mp megapixel megapixels",
    }.items()
    for name in names.split()
}
_LONGEST = 64


@dataclass(frozen=True)
class Word:
    """One word as it stands in a text; run: the whole of what it was written together with (wi-fi: wifi), or "".

    kind "sign": of a script without spaces; then text is a stretch of it. measure: text is the number, unit its unit.
    """

    text: str
    kind: Kind = "word"
    run: str = ""
    unit: str = ""


def has_unspaced(text: str) -> bool:
    """Whether a text has signs of a script without spaces."""
    return _UNSPACED_RUN.search(text) is not None


def words(text: str, *, slashes: bool = False) -> Iterator[Word]:
    """The words of a text in order; slashes: "a/b" is one run too, as in article numbers."""
    plain = folded(text)
    number = ""
    for match in _RUN.finditer(plain):
        for word in _of_run(match[0], slashes):
            if number:
                unit = _UNITS.get(word.text, "")
                yield Word(number, "measure" if unit else "number", unit=unit)
                number = ""
                if unit:
                    continue
            if word.kind == "number" and not word.run:
                number = word.text
            elif word.text not in "\"'":
                yield word
    if number:
        yield Word(number, "number")


def _of_run(run: str, slashes: bool) -> Iterator[Word]:
    if _NUMBER.fullmatch(run):
        yield Word(run.replace(",", ".")[:_LONGEST], "number")
        return
    found = _MEASURE.fullmatch(run)
    if found and found[2] in _UNITS:
        yield Word(found[1].replace(",", "."), "measure", unit=_UNITS[found[2]])
        return
    parts = [part for part in _CONNECTORS.split(run) if part]
    if len(parts) > 1 and ("/" not in run or slashes):
        whole = "".join(parts)[:_LONGEST]
        # the s of "men's" and the d of "d'eau" are no words
        parts = [part for part in parts if len(part) > 1 or "'" not in run] or parts
        yield from (word for part in parts for word in _by_script(part, whole))
    else:
        yield from (word for part in parts for word in _by_script(part, ""))


def _by_script(part: str, run: str) -> Iterator[Word]:
    """The part, what is written without spaces apart from the rest: 5米, iPhone手机."""
    last = 0
    for match in _UNSPACED_RUN.finditer(part):
        yield from _plain(part[last : match.start()], run)
        unit = match[0]
        yield Word(unit[:_LONGEST], "sign") if unit not in _UNITS else Word(unit, "word", run)
        last = match.end()
    yield from _plain(part[last:], run)


def _plain(part: str, run: str) -> Iterator[Word]:
    if part:
        kind: Kind = "number" if part.isdigit() else "word"
        yield Word(part[:_LONGEST], kind, run)
