"""Queries whose SQL is written once: peewee makes the text at the first call of a shape, later calls bind values.

    _TITLES = Statement(
        lambda given: ProductText.select(ProductText.product, ProductText.title)
        .where(ProductText.product.in_(given.ids), ProductText.language == given.language)
    )
    _TITLES.tuples(ids=[3, 5, 8], language="de")

Half of a drawn page was peewee writing the same texts again. A query is still written with peewee, beside what asks
it; `given.NAME` stands for a value that comes with each call. A list is padded, by its last value, to the next power
of two, so that a few texts serve every length. What else decides the text (which filters are there) is the shape:
plain values, handed to the builder after `given`. A builder takes every value from `given`: what it took from
elsewhere would be that of the first call for ever.

Values are converted as peewee would (UTC moments, JSON); rows are tuples or dicts, with no table objects between.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Sequence
from typing import Any, NamedTuple

import peewee

from storefront.db import database, is_postgresql

# how many texts a statement keeps: buyers choose filters, and with them the shape
MOST_TEXTS = 200
# fields whose values the drivers take and give as they are
_AS_THEY_ARE = frozenset((
    peewee.AutoField, peewee.BigIntegerField, peewee.CharField, peewee.ForeignKeyField, peewee.IntegerField,
    peewee.SmallIntegerField, peewee.TextField,
))  # fmt: skip
Convert = Callable[[Any], Any] | None


class _Slot(NamedTuple):
    """A value's place among a text's parameters; size 0: one value, else that many of a list."""

    name: str
    convert: Convert
    size: int


class _Name(peewee.Node):
    """Stands for a value while a text is written."""

    def __init__(self, name: str, size: int) -> None:
        self._name, self._size = name, size

    def __sql__(self, ctx: Any) -> Any:
        convert = _needed(ctx.state.converter)
        if not self._size:
            return ctx.value(_Slot(self._name, convert, 0), converter=False)
        ctx.literal("(")
        ctx.value(_Slot(self._name, convert, self._size), converter=False)
        mark = ctx.state.param or "?"
        return ctx.literal(f", {mark}" * (self._size - 1)).literal(")")


class _Rows(peewee.Node):
    """Stands for a list of ids as a subquery: however many, one parameter."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __sql__(self, ctx: Any) -> Any:
        if is_postgresql():
            ctx.literal("(SELECT unnest(").value(_Slot(self._name, list, 0), converter=False)
            return ctx.literal("::bigint[]))")
        ctx.literal("(SELECT value FROM json_each(").value(_Slot(self._name, _as_json, 0), converter=False)
        return ctx.literal("))")


class Given:
    """The values of a call, by name, while a text is written for them."""

    def __init__(self, sizes: dict[str, int]) -> None:
        self._sizes = sizes

    def __getattr__(self, name: str) -> Any:
        return _Name(name, self._sizes.get(name, 0))

    def rows(self, name: str) -> Any:
        """A list of ids, long or short, as a subquery."""
        return _Rows(name)


class _Text:
    """A statement's SQL for one shape, with what it binds and how its rows are read."""

    def __init__(self, query: Any) -> None:
        self._query = query.dicts()
        self.sql, params = database.get_sql_context().sql(self._query).query()
        self._params: list[Any] = params
        self.columns: list[str] = []
        self._converts: list[tuple[int, Callable[[Any], Any]]] = []

    def bound(self, values: dict[str, Any]) -> list[Any]:
        """The parameters of a call."""
        params: list[Any] = []
        for param in self._params:
            if not isinstance(param, _Slot):
                params.append(param)
                continue
            value, convert = values[param.name], param.convert
            if not param.size:
                params.append(convert(value) if convert else value)
                continue
            items = [convert(one) for one in value] if convert else list(value)
            params += items
            params += [items[-1] if items else None] * (param.size - len(items))
        return params

    def read(self, cursor: Any) -> list[Any]:
        """The rows as tuples; peewee says at the first call what its fields make of them."""
        if not self.columns:
            self._look(cursor)
        rows: list[Any] = cursor.fetchall()
        if self._converts:
            rows = [self._converted(row) for row in rows]
        return rows

    def _converted(self, row: Sequence[Any]) -> tuple[Any, ...]:
        values = list(row)
        for index, convert in self._converts:
            values[index] = convert(values[index])
        return tuple(values)

    def _look(self, cursor: Any) -> None:
        wrapper = self._query._get_cursor_wrapper(cursor)
        wrapper.initialize()
        needed = (_needed(one) for one in getattr(wrapper, "converters", ()))
        self._converts = [(index, convert) for index, convert in enumerate(needed) if convert]
        self.columns = list(getattr(wrapper, "unique_columns", wrapper.columns))


class Statement:
    """A query, asked again and again with other values."""

    def __init__(self, build: Callable[..., Any]) -> None:
        self._build = build
        self._texts: dict[Hashable, _Text] = {}

    def tuples(self, *shape: Hashable, **values: Any) -> list[tuple[Any, ...]]:
        """The rows."""
        return self._asked(shape, values)[1]

    def dicts(self, *shape: Hashable, **values: Any) -> list[dict[str, Any]]:
        """The rows by name."""
        text, rows = self._asked(shape, values)
        columns = text.columns
        return [dict(zip(columns, row, strict=True)) for row in rows]

    def column(self, *shape: Hashable, **values: Any) -> list[Any]:
        """The first value of each row."""
        return [row[0] for row in self._asked(shape, values)[1]]

    def scalar(self, *shape: Hashable, **values: Any) -> Any:
        """The first value of the first row; None where there is none."""
        rows = self._asked(shape, values)[1]
        return rows[0][0] if rows else None

    def _asked(self, shape: tuple[Hashable, ...], values: dict[str, Any]) -> tuple[_Text, list[Any]]:
        sizes = {name: _padded(len(value)) for name, value in values.items() if isinstance(value, list | tuple)}
        key = (is_postgresql(), shape, tuple(sizes.items()))
        text = self._texts.get(key)
        if text is None:
            if len(self._texts) >= MOST_TEXTS:
                self._texts.clear()
            text = self._texts[key] = _Text(self._build(Given(sizes), *shape))
        return text, text.read(database.execute_sql(text.sql, text.bound(values)))


def _padded(length: int) -> int:
    """The next power of two, 1 at least."""
    return 1 << max(length - 1, 0).bit_length()


def _needed(convert: Any) -> Convert:
    """A field's conversion, where it changes anything; true and false come back as numbers."""
    field = getattr(convert, "__self__", None)
    if convert is None or type(field) in _AS_THEY_ARE:
        return None
    found: Convert = convert
    return found


def _as_json(values: Sequence[int]) -> str:
    return json.dumps(list(values))
