"""Inside `asked_once` the same question is put to the database once, and outside each time."""

from __future__ import annotations

import pytest

from storefront.once import asked_once, once

asked: list[str] = []


@once
def answer(what: str) -> str:
    asked.append(what)
    return what.upper()


@pytest.fixture(autouse=True)
def nothing_asked() -> None:
    asked.clear()


def test_outside_each_question_is_asked() -> None:
    assert (answer("a"), answer("a"), asked) == ("A", "A", ["a", "a"])


def test_inside_each_question_is_asked_once_and_afterwards_again() -> None:
    with asked_once():
        assert (answer("a"), answer("b"), answer("a")) == ("A", "B", "A")
        with asked_once():
            answer("b")
    assert asked == ["a", "b"]
    answer("a")
    assert asked == ["a", "b", "a"]


def test_what_fails_is_asked_again() -> None:
    @once
    def fails() -> None:
        asked.append("x")
        raise LookupError("not there")

    with asked_once():
        for _turn in range(2):
            with pytest.raises(LookupError):
                fails()
    assert asked == ["x", "x"]
