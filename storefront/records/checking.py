"""A record checked against its fields and put into the one form in which it is compared and kept. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from babel.core import get_global

from storefront.catalogue.html import cleaned
from storefront.countries import country_codes
from storefront.db import UtcField
from storefront.records import reasons
from storefront.records.kinds import MEANINGS, Fault, Name, Record, RecordField, Reference

MOST_INTEGER = 2**53  # what every JSON reader keeps exactly
EXCERPT = 60
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_UNKEPT = re.compile("[\0\ud800-\udfff]")
_ANYTHING_DEEP = 40


class Checker:
    """Collects what is wrong with one record."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def record(self, fields: Sequence[RecordField], value: Record, where: str = "") -> Record:
        """The record with every field, in their order; faults are noted, and the field is then empty."""
        known = {one.name for one in fields}
        for name in value:
            if name not in known:
                self.note(f"{where}{name}", value[name], reasons.UNKNOWN_FIELD, known=", ".join(sorted(known)))
        return {one.name: self._field(one, value, f"{where}{one.name}") for one in fields}

    def note(self, field: str, value: Any, reason: str, **values: str) -> None:
        """Something is wrong at a field."""
        shown = "" if value is None else str(value)
        self.faults.append(Fault(field, _UNKEPT.sub("\ufffd", shown)[:EXCERPT], reason, values))

    def _field(self, field: RecordField, value: Record, where: str) -> Any:
        given = value.get(field.name)
        if given is None:
            if field.required or (field.name in value and not field.nullable):
                self.note(where, None, reasons.MISSING)
            return field.empty()
        if field.required and given in ("", [], {}):
            self.note(where, None, reasons.MISSING)
            return field.empty()
        before = len(self.faults)
        checked = getattr(self, f"_{field.kind}")(field, given, where)
        return checked if len(self.faults) == before else field.empty()

    def _wrong(self, field: RecordField, value: Any, where: str) -> None:
        self.note(where, value, reasons.WRONG_KIND, expected=MEANINGS[field.kind].replace("`", ""))

    # -- one method a kind --------------------------------------------------------------------

    def _text(self, field: RecordField, value: Any, where: str) -> Any:
        if not isinstance(value, str):
            return self._wrong(field, value, where)
        if _UNKEPT.search(value):
            return self.note(where, value, reasons.BAD_CHARACTERS)
        if field.most is not None and len(value) > field.most:
            return self.note(where, value, reasons.TOO_LONG, found=str(len(value)), limit=str(field.most))
        if field.choices and value not in field.choices:
            return self.note(where, value, reasons.NOT_A_CHOICE, choices=", ".join(field.choices))
        return value

    def _html(self, field: RecordField, value: Any, where: str) -> Any:
        text = self._text(field, value, where)
        return None if text is None else cleaned(text)

    def _integer(self, field: RecordField, value: Any, where: str) -> Any:
        if not isinstance(value, int) or isinstance(value, bool):
            return self._wrong(field, value, where)
        if abs(value) > MOST_INTEGER or (field.most is not None and value > field.most):
            return self.note(where, value, reasons.TOO_LARGE)
        if field.lowest is not None and value < field.lowest:
            return self.note(where, value, reasons.TOO_SMALL, limit=str(field.lowest))
        return value

    def _boolean(self, field: RecordField, value: Any, where: str) -> Any:
        return value if isinstance(value, bool) else self._wrong(field, value, where)

    def _moment(self, field: RecordField, value: Any, where: str) -> Any:
        found = moment(value) if isinstance(value, str) else None
        return self.note(where, value, reasons.NOT_A_MOMENT) if found is None else as_moment(found)

    def _day(self, field: RecordField, value: Any, where: str) -> Any:
        try:
            return date.fromisoformat(value).isoformat() if len(value) == 10 else self._not_a_day(value, where)
        except (TypeError, ValueError):
            return self._not_a_day(value, where)

    def _not_a_day(self, value: Any, where: str) -> None:
        self.note(where, value, reasons.NOT_A_DAY)

    def _currency(self, field: RecordField, value: Any, where: str) -> Any:
        if not isinstance(value, str):
            return self._wrong(field, value, where)
        if value == "" and not field.required:
            return value
        # also those of former times: old rates and orders are in them
        if value in get_global("all_currencies"):
            return value
        return self.note(where, value, reasons.UNKNOWN_CURRENCY, currency=value[:20])

    def _country(self, field: RecordField, value: Any, where: str) -> Any:
        if not isinstance(value, str):
            return self._wrong(field, value, where)
        if value in country_codes() or (value == "" and not field.required):
            return value
        return self.note(where, value, reasons.UNKNOWN_COUNTRY, country=value[:20])

    def _language(self, field: RecordField, value: Any, where: str) -> Any:
        if isinstance(value, str) and _LANGUAGE.fullmatch(value):
            return value
        return self.note(where, value, reasons.NOT_A_LANGUAGE, language=str(value)[:20])

    def _texts(self, field: RecordField, value: Any, where: str) -> Any:
        return dict(sorted(self._mapping(field, value, where, self._text, self._language).items()))

    def _pairs(self, field: RecordField, value: Any, where: str) -> Any:
        return self._mapping(field, value, where, self._text, self._text)

    def _lists(self, field: RecordField, value: Any, where: str) -> Any:
        plain = replace(field, refers=None)
        found = self._mapping(plain, value, where, self._words, self._text)
        return {name: sorted(found[name]) for name in sorted(found) if found[name]}

    def _by_language(self, field: RecordField, value: Any, where: str) -> Any:
        return dict(sorted(self._mapping(field, value, where, self._object, self._language).items()))

    def _mapping(
        self, field: RecordField, value: Any, where: str, check: Callable[..., Any], check_name: Callable[..., Any]
    ) -> dict[str, Any]:
        if not isinstance(value, dict):
            self._wrong(field, value, where)
            return {}
        for name in value:
            check_name(field, name, f"{where}.{name}"[:120])
        return {name: check(field, one, f"{where}.{name}"[:120]) for name, one in value.items()}

    def _words(self, field: RecordField, value: Any, where: str) -> Any:
        if not isinstance(value, list):
            return self._wrong(field, value, where)
        if field.refers:
            return [self._reference(field, one, f"{where}[{index}]") for index, one in enumerate(value)]
        return [self._text(field, one, f"{where}[{index}]") for index, one in enumerate(value)]

    def _object(self, field: RecordField, value: Any, where: str) -> Any:
        if not isinstance(value, dict):
            return self._wrong(field, value, where)
        return self.record(field.of, value, f"{where}.")

    def _objects(self, field: RecordField, value: Any, where: str) -> Any:
        if not isinstance(value, list):
            return self._wrong(field, value, where)
        return [self._object(field, one, f"{where}[{index}]") for index, one in enumerate(value)]

    def _reference(self, field: RecordField, value: Any, where: str) -> Any:
        """A name: one text or number, or an object of them."""
        fields = field.refers.fields if field.refers else ("name",)
        if len(fields) == 1:
            good = isinstance(value, (str, int)) and not isinstance(value, bool)
            return value if good and self._is_kept(value, where) else self._wrong(field, value, where)
        if not isinstance(value, dict) or set(value) != set(fields):
            return self.note(where, value, reasons.WRONG_KIND, expected=f"{{{', '.join(fields)}}}")
        if any(isinstance(one, (bool, float, list, dict)) or not self._is_kept(one, where) for one in value.values()):
            return self._wrong(field, value, where)
        return {name: value[name] for name in fields}

    def _is_kept(self, value: Any, where: str) -> bool:
        return not (isinstance(value, str) and (_UNKEPT.search(value) or len(value) > 300))

    def _anything(self, field: RecordField, value: Any, where: str) -> Any:
        try:
            return _sorted(value)
        except ValueError:
            return self.note(where, value, reasons.BAD_CHARACTERS)


def _sorted(value: Any, deep: int = 0) -> Any:
    """JSON as the database keeps it: names in order; raises ValueError for what it cannot keep."""
    if deep > _ANYTHING_DEEP or (isinstance(value, str) and _UNKEPT.search(value)):
        raise ValueError
    if isinstance(value, dict):
        return {_sorted(name, deep + 1): _sorted(value[name], deep + 1) for name in sorted(value)}
    if isinstance(value, list):
        return [_sorted(one, deep + 1) for one in value]
    return value


def moment(text: str) -> datetime | None:
    """The moment a text names, in UTC; None when it is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if found.tzinfo is None or found.year < 1000 else found.astimezone(UTC)


def as_moment(value: datetime | None) -> str | None:
    """A moment as a file has it."""
    return None if value is None else value.astimezone(UTC).strftime(UtcField.FORMAT)


def references(
    fields: Sequence[RecordField], record: Record, where: str = ""
) -> Iterator[tuple[str, RecordField, Name]]:
    """Every name of something else in a checked record: where it stands, its field, the name."""
    for field in fields:
        value, place = record[field.name], f"{where}{field.name}"
        if value is None:
            continue
        if field.refers and field.kind in ("pairs", "lists"):
            for name, listed in value.items():
                for one in [listed] if isinstance(listed, str) else listed:
                    yield f"{place}.{name}", field, (name, one)
        elif field.refers and field.kind in ("reference", "words"):
            yield from _named(field, field.refers, value if field.kind == "words" else [value], place)
        elif field.kind == "object":
            yield from references(field.of, value, f"{place}.")
        elif field.kind == "objects":
            for index, one in enumerate(value):
                yield from references(field.of, one, f"{place}[{index}].")
        elif field.kind == "by_language":
            for language, one in value.items():
                yield from references(field.of, one, f"{place}.{language}.")


def _named(
    field: RecordField, refers: Reference, values: Sequence[Any], place: str
) -> Iterator[tuple[str, RecordField, Name]]:
    for index, one in enumerate(values):
        name = refers.name(one)
        if name is not None:
            yield (f"{place}[{index}]" if field.kind == "words" else place), field, name
