"""What single cells mean: texts, lists, yes and no, dates, addresses, trade numbers."""

from __future__ import annotations

import html
import re
from datetime import date, datetime

from stdnum import ean, isbn
from stdnum.exceptions import ValidationError

from storefront.catalogue.importers import reasons
from storefront.catalogue.importers.records import Severity

_YES = {"1", "true", "yes", "y", "on", "wahr", "ja", "oui", "vrai", "si", "sí", "verdadero"}
_NO = {"0", "false", "no", "n", "off", "falsch", "nein", "non", "faux", "falso", "-1"}
_COMMA = re.compile(r"(?<!\\),")
_DAY = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ T].*)?$")
_URL = re.compile(r"^https?://[^\s/?#]+\.?[^\s]*$", re.IGNORECASE)
_URL_LIMIT = 1000


class BadCell(ValueError):
    """A cell that cannot be read, and why; a warning leaves only the cell out."""

    def __init__(self, reason: str, severity: Severity = "error", **values: str) -> None:
        super().__init__(reason.format(**values))
        self.reason = reason
        self.severity: Severity = severity
        self.values = values


def words(text: str, limit: int) -> str:
    """One line of plain text, refused when it is too long."""
    line = " ".join(html.unescape(text).split())
    if len(line) > limit:
        raise BadCell(reasons.TOO_LONG, found=str(len(line)), limit=str(limit))
    return line


def shortened(text: str, limit: int) -> str:
    """One line of plain text cut at a word: for texts that only describe."""
    line = " ".join(html.unescape(text).split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    return (cut[: cut.rfind(" ")] if " " in cut[limit // 2 :] else cut).rstrip() + "…"


def split_list(text: str) -> tuple[str, ...]:
    """Comma-separated texts, each once; a comma with a backslash belongs to its text."""
    parts = (" ".join(part.replace("\\,", ",").split()) for part in _COMMA.split(text))
    return tuple(dict.fromkeys(html.unescape(part) for part in parts if part))


def category_path(text: str) -> tuple[str, ...]:
    """ "Clothing > Hoodies" as its steps."""
    steps = (
        " ".join(html.unescape(step).split()) for step in re.split(r"\s*(?:>|&gt;|»|->)\s*", text)
    )
    return tuple(step for step in steps if step)


def is_yes(text: str) -> bool:
    """Yes or no, as systems and spreadsheets write it."""
    word = text.casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise BadCell(reasons.NOT_YES_OR_NO)


def day(text: str) -> date:
    """A date: 2026-03-31, with or without a time, or 31.03.2026."""
    try:
        if match := _DAY.match(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
        return datetime.fromisoformat(text.replace("/", "-")).date()
    except ValueError as error:
        raise BadCell(reasons.NOT_A_DATE) from error


def gtin(text: str) -> str:
    """A GTIN of 8, 12, 13 or 14 digits with a right check digit; an ISBN-10 becomes one."""
    digits = re.sub(r"[\s'’-]", "", text).upper().removesuffix(".0")
    if re.fullmatch(r"\d[.,]?\d*E\+?\d+", digits):
        raise BadCell(reasons.ROUNDED_GTIN, "warning")
    try:
        if len(digits) == 10:
            return str(isbn.to_isbn13(isbn.validate(digits)))
        return str(ean.validate(digits))
    except ValidationError as error:
        raise BadCell(reasons.NOT_A_GTIN, "warning") from error


def hs_code(text: str) -> str:
    """The digits of a customs tariff number."""
    digits = re.sub(r"[\s.'-]", "", text)
    if not re.fullmatch(r"[0-9]{6,12}", digits):
        raise BadCell(reasons.NOT_AN_HS_CODE, "warning")
    return digits


def country(text: str) -> str:
    """A country as its two letters."""
    code = text.strip().upper()
    code = {"UK": "GB", "EL": "GR"}.get(code, code)
    if not re.fullmatch(r"[A-Z]{2}", code):
        raise BadCell(reasons.NOT_A_COUNTRY, "warning")
    return code


def web_address(text: str) -> str:
    """An http or https address."""
    url = html.unescape(text.strip())
    if url.startswith("//"):
        url = "https:" + url
    if not _URL.match(url):
        raise BadCell(reasons.NOT_A_URL, "warning")
    if len(url) > _URL_LIMIT:
        raise BadCell(reasons.TOO_LONG, "warning", found=str(len(url)), limit=str(_URL_LIMIT))
    return url
