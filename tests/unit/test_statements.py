"""Statements: SQL written once, asked with other values; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import peewee
import pytest

from storefront.db import JsonField, Table, UtcField, database, transaction
from storefront.statements import MOST_TEXTS, Statement

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Jar(Table):
    """Something with each kind of column."""

    name = peewee.CharField()
    grams = peewee.IntegerField()
    full = peewee.BooleanField(default=True)
    labels = JsonField(default=dict)
    filled_at = UtcField()


@pytest.fixture(autouse=True)
def jars(shop_database: peewee.Database) -> None:
    """Nine jars of 100 to 900 grams, filled an hour after one another; the last is empty."""
    database.create_tables([Jar])
    with transaction():
        for number in range(1, 10):
            moment = NOON + timedelta(hours=number)
            Jar.create(name=f"jar {number}", grams=100 * number, full=number < 9, labels={"en": "Jar"}, filled_at=moment)


@contextmanager
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """How often peewee writes a text meanwhile."""
    texts: list[Any] = []
    sql = peewee.Select.__sql__

    def counted(query: Any, ctx: Any) -> Any:
        texts.append(query)
        return sql(query, ctx)

    with monkeypatch.context() as patch:
        patch.setattr(peewee.Select, "__sql__", counted)
        yield texts


NAMED = Statement(lambda given: Jar.select(Jar.grams).where(Jar.name.in_(given.names)).order_by(Jar.id))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 8, 9])
def test_a_list_of_any_length_finds_what_it_names(count: int) -> None:
    names = [f"jar {number}" for number in range(1, count + 1)]
    assert NAMED.column(names=names) == [100 * number for number in range(1, count + 1)]
    assert NAMED.column(names=tuple(names)) == NAMED.column(names=names)


def test_a_text_is_written_once_for_lists_of_about_the_same_length(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Statement(lambda given: Jar.select(Jar.grams).where(Jar.name.in_(given.names)))
    with written(monkeypatch) as texts:
        found = [len(asked.tuples(names=[f"jar {number}" for number in range(1, count + 1)])) for count in (5, 6, 7, 8)]
    assert (found, len(texts)) == ([5, 6, 7, 8], 1)


def test_values_are_those_of_each_call() -> None:
    asked = Statement(lambda given: Jar.select(Jar.name).where(Jar.grams > given.least).order_by(Jar.id).limit(given.most))
    assert asked.column(least=300, most=2) == ["jar 4", "jar 5"]
    assert asked.column(least=700, most=5) == ["jar 8", "jar 9"]


def test_what_columns_keep_comes_back_as_peewee_gives_it() -> None:
    asked = Statement(lambda given: Jar.select().where(Jar.filled_at >= given.since).order_by(Jar.id))
    moment = NOON + timedelta(hours=9)
    expected = list(Jar.select().where(Jar.filled_at >= moment).dicts())
    assert asked.dicts(since=moment) == expected
    assert [type(value) for value in asked.tuples(since=moment)[0]] == [int, str, int, bool, dict, datetime]


def test_a_function_of_a_column_is_read_as_the_column_is() -> None:
    latest = Statement(lambda given: Jar.select(peewee.fn.MAX(Jar.filled_at)).where(Jar.full == given.full))
    assert latest.scalar(full=True) == NOON + timedelta(hours=8)
    assert latest.scalar(full=False) == NOON + timedelta(hours=9)


def test_one_row_and_none() -> None:
    asked = Statement(lambda given: Jar.select(Jar.name).where(Jar.grams == given.grams))
    assert (asked.scalar(grams=500), asked.scalar(grams=550)) == ("jar 5", None)


def test_nothing_is_no_value_of_a_list() -> None:
    assert NAMED.column(names=["jar 1", None]) == [100]


def test_a_long_list_of_ids_is_one_parameter(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Statement(lambda given: Jar.select(Jar.grams).where(Jar.id.in_(given.rows("ids"))).order_by(Jar.id))
    ids = [row.id for row in Jar.select().order_by(Jar.id)]
    sent: list[Any] = []
    ask = type(database.obj).execute_sql

    def kept(self: Any, sql: str, params: Any = None) -> Any:
        sent.append(params)
        return ask(self, sql, params)

    monkeypatch.setattr(type(database.obj), "execute_sql", kept)
    assert asked.column(ids=[*ids[:2], *range(100_000, 105_000)]) == [100, 200]
    assert [len(params) for params in sent] == [1]
    assert asked.column(ids=[]) == []


def test_a_shape_has_a_text_of_its_own() -> None:
    def ordered(given: Any, column: str, downwards: bool) -> Any:
        key = getattr(Jar, column)
        return Jar.select(Jar.name).where(Jar.full == given.full).order_by(key.desc() if downwards else key)

    asked = Statement(ordered)
    assert asked.column("grams", False, full=True)[:2] == ["jar 1", "jar 2"]
    assert asked.column("grams", True, full=True)[:2] == ["jar 8", "jar 7"]
    assert asked.column("filled_at", True, full=False) == ["jar 9"]


def test_only_so_many_texts_are_kept() -> None:
    asked = Statement(lambda given, most: Jar.select(Jar.id).limit(most))
    assert [len(asked.tuples(most)) for most in range(1, MOST_TEXTS + 30)][:10] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 9]
    assert len(asked._texts) < MOST_TEXTS
