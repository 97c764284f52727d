"""What would lead two people past the shop: addresses, telephone numbers, links; found in a text, so it can be hidden.

Pure. The text is looked at as it sounds, not as it is spelt: digits of every script are digits, wide letters are
letters, what nobody sees is not there. Order numbers, prices, dates, HS codes and measures stay.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from phonenumbers import Leniency, PhoneNumberMatcher, is_valid_number, parse
from phonenumbers.phonenumberutil import NumberParseException

from storefront.accounts.threads import patterns

Span = tuple[int, int]
# fewer digits are nobody's telephone number
FEWEST_DIGITS = 7
# what a text is asked for at most: a seller's, a buyer's and the shop's country
MOST_REGIONS = 4
# a bare number this short may be anything
SHORT = 8


@dataclass(frozen=True)
class Piece:
    """A part of a text; hidden: it would tell how to reach somebody."""

    text: str
    hidden: bool = False


def pieces(text: str, regions: Sequence[str] = (), own_host: str = "") -> tuple[Piece, ...]:
    """The text in parts, in order. regions: whose national numbers are looked for; own_host: links to it stay."""
    flat, places = flattened(text)
    if not flat:
        return (Piece(text),) if text else ()
    made, done = [], 0
    for begin, end in _joined(_found(flat, regions, own_host)):
        first, last = places[begin], places[end - 1] + 1
        while last < len(text) and not _plain(text[last]):
            last += 1
        if first > done:
            made.append(Piece(text[done:first]))
        made.append(Piece(text[first:last], True))
        done = last
    if done < len(text):
        made.append(Piece(text[done:]))
    return tuple(made)


def masked(parts: Sequence[Piece], word: str) -> str:
    """The text with a word in place of what is hidden."""
    return "".join(word if part.hidden else part.text for part in parts)


def has_contact(text: str, regions: Sequence[str] = (), own_host: str = "") -> bool:
    """Whether anything in it would be hidden."""
    return any(part.hidden for part in pieces(text, regions, own_host))


def flattened(text: str) -> tuple[str, list[int]]:
    """The text as it sounds, in small letters, and where in the text each of its characters came from."""
    flat: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for one in _plain(character):
            flat.append(one)
            places.append(place)
    return "".join(flat), places


def _plain(character: str) -> str:
    if character.isascii():
        return character.lower()
    # joiners, direction marks, soft hyphens, and the ring of a key-cap digit
    if unicodedata.category(character) in ("Cf", "Me") or "\ufe00" <= character <= "\ufe0f":
        return ""
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    return unicodedata.normalize("NFKC", character).lower()


def _joined(found: Iterator[Span]) -> list[Span]:
    """Spans in order, those that touch as one."""
    made: list[Span] = []
    for begin, end in sorted(found):
        if made and begin <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((begin, end))
    return made


def _found(flat: str, regions: Sequence[str], own_host: str) -> Iterator[Span]:
    for pattern in (*patterns.MAIL, *patterns.HANDLES):
        yield from (match.span() for match in pattern.finditer(flat))
    yield from _links(flat, own_host.lower())
    yield from _telephones(flat, regions)


def _links(flat: str, own_host: str) -> Iterator[Span]:
    for pattern in patterns.LINKS:
        for match in pattern.finditer(flat):
            host = match["host"].removeprefix("www.")
            if not own_host or (host != own_host and not host.endswith(f".{own_host}")):
                begin, end = match.span()
                yield begin, begin + len(flat[begin:end].rstrip(".,;:!?)\"'"))


def _telephones(flat: str, regions: Sequence[str]) -> Iterator[Span]:
    yield from (match.span() for match in patterns.SPELT_CHINESE.finditer(flat))
    for match in patterns.SPELT.finditer(flat):
        if len(patterns.DIGIT_WORD.findall(match[0])) >= 3:
            yield match.span()
    if sum(character.isdigit() for character in flat) < FEWEST_DIGITS:
        return
    yield from (match.span() for match in patterns.SINGLE_DIGITS.finditer(flat))
    for match in patterns.ABROAD.finditer(flat):
        if _is_valid(match[0]) and not _is_something_else(flat, match.span()):
            yield match.span()
    for region in list(dict.fromkeys((*regions[:MOST_REGIONS], "CN"))):
        for found in PhoneNumberMatcher(flat, region, leniency=Leniency.VALID):
            # without its 0 a number of a town there is ten digits like any other
            town = region == "CN" and found.raw_string.isdigit() and not patterns.MOBILE_CN.fullmatch(found.raw_string)
            if not town and not _is_something_else(flat, (found.start, found.end)):
                yield found.start, found.end


def _is_valid(typed: str) -> bool:
    """Whether a number written with + or 00 can be dialled."""
    digits = "".join(filter(str.isdigit, typed))
    try:
        return is_valid_number(parse("+" + digits.removeprefix("00"), None))
    except NumberParseException:
        return False


def _is_something_else(flat: str, span: Span) -> bool:
    """A date, a price, a measure, a code that is named as one, a bare number that may be anything."""
    found, before, after = flat[span[0] : span[1]], flat[max(0, span[0] - 40) : span[0]], flat[span[1] : span[1] + 12]
    if found.lstrip("( ").startswith("+"):
        return False
    if patterns.DATE.fullmatch(found.strip()):
        return True
    if patterns.PHONE_WORD.search(before):
        return False
    if patterns.CODE_WORD.search(before) or patterns.HS_CODE.fullmatch(found.strip()):
        return True
    if patterns.INSIDE_A_CODE.search(before) or patterns.GOES_ON.match(after):
        return True
    if found[0] != "0" and (patterns.CURRENCY_BEFORE.search(before) or patterns.UNIT_AFTER.match(after)):
        return True
    return found.isdigit() and found[0] != "0" and len(found) <= SHORT
