"""Which language's words are shown: the first of a chain that is there, else any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Row = dict[str, Any]


def label(labels: Mapping[str, str], chain: Sequence[str], otherwise: str = "") -> str:
    """The label in the chain's first language that has one."""
    for language in chain:
        if labels.get(language):
            return labels[language]
    return next((text for text in labels.values() if text), otherwise)


def text_of(rows: Iterable[Row], chain: Sequence[str]) -> Row | None:
    """The row of texts in the chain's first language; without any, the first by language."""
    by_language = {row["language"]: row for row in rows}
    for language in chain:
        if language in by_language:
            return by_language[language]
    return by_language[min(by_language)] if by_language else None


def texts_by(rows: Iterable[Row], owner: str, chain: Sequence[str]) -> dict[int, Row]:
    """Owner id → its row of texts, of rows in any order and language."""
    grouped: dict[int, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row[owner], []).append(row)
    return {key: found for key, texts in grouped.items() if (found := text_of(texts, chain))}
