"""The lines of a file, read with suspicion: each is one JSON object of a known type."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storefront.catalogue.importers.records import Issue, UnreadableFile
from storefront.records import reasons
from storefront.records.kinds import FORMAT_VERSION, HEAD_TYPE, Record

MOST_MEGABYTES = 32


class _Twice(ValueError):
    """A name stands twice in an object."""


@dataclass(frozen=True)
class Line:
    """A line that could be read: its number from 1, its type, its fields."""

    number: int
    type: str
    record: Record


def read_lines(path: Path) -> Iterator[Line | Issue]:
    """The file's lines in order, without its head; raises UnreadableFile when there is none."""
    try:
        with path.open("rb") as file:
            number = 0
            while raw := file.readline(MOST_MEGABYTES * 1_000_000):
                number += 1
                if number == 1:
                    raw = raw.removeprefix(b"\xef\xbb\xbf")
                if not raw.strip():
                    continue
                found = _read(raw, number)
                if found is not None:
                    yield found
                if isinstance(found, Issue) and found.reason == reasons.LONG_LINE:
                    return
    except OSError as error:
        raise UnreadableFile(reasons.NO_FILE, path=str(path), error=error.strerror or str(error)) from error


def _read(raw: bytes, number: int) -> Line | Issue | None:
    if not raw.endswith(b"\n") and len(raw) >= MOST_MEGABYTES * 1_000_000:
        return Issue(number, "", "", reasons.LONG_LINE, {"limit": str(MOST_MEGABYTES)})
    try:
        value = json.loads(raw.decode(), object_pairs_hook=_once, parse_constant=_refuse)
    except UnicodeDecodeError:
        return Issue(number, "", "", reasons.NOT_UTF8)
    except _Twice as error:
        return Issue(number, str(error), "", reasons.TWICE_IN_OBJECT)
    except (ValueError, RecursionError) as error:
        if not raw.endswith(b"\n"):
            return Issue(number, "", raw[-40:].decode("utf-8", "replace"), reasons.CUT_OFF)
        told = str(error).partition(":")[0] if isinstance(error, ValueError) else "nested too deep"
        return Issue(number, "", "", reasons.NOT_JSON, {"error": told})
    if not isinstance(value, dict):
        return Issue(number, "", "", reasons.NO_OBJECT)
    type = value.pop("type", None)
    if not isinstance(type, str):
        return Issue(number, "type", "", reasons.NO_TYPE)
    if type == HEAD_TYPE:
        return _wrong_version(number, value)
    return Line(number, type, value)


def _wrong_version(number: int, head: Record) -> Issue | None:
    found = head.get("version")
    if found == FORMAT_VERSION:
        return None
    known = {"found": str(found)[:20], "known": str(FORMAT_VERSION)}
    return Issue(number, "version", str(found)[:20], reasons.OTHER_VERSION, known)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _value in pairs]
        raise _Twice(next(name for name in names if names.count(name) > 1)[:60])
    return made


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no number")
