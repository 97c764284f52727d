"""Passwords, recovery codes, links: the rules of accounts."""

from __future__ import annotations

import pytest

from storefront.accounts.passwords import check_password, hash_password, is_password
from storefront.accounts.person import kept_email
from storefront.accounts.recovery import hashed, new_codes, without
from storefront.accounts.tokens import make_token, read_token
from storefront.web.limits import Limits, OwnCounter, TooMany


@pytest.mark.parametrize("password", ["four plain words", "密码是四个普通的词语吧", "كلمة مرور طويلة", "  spaces count too  "])
def test_any_long_text_is_a_password(password: str) -> None:
    assert check_password(password) is None
    assert is_password(password, hash_password(password))


@pytest.mark.parametrize("password", ["", "123456789", "aaaaaaaaaaaaaaa", "Password1234", "1234567890", "anna@example.com"])
def test_what_is_guessed_first_is_none(password: str) -> None:
    assert check_password(password, "anna@example.com") is not None


def test_a_password_is_the_same_however_a_keyboard_composes_it() -> None:
    assert is_password("Grüße aus Köln", hash_password("Gru\u0308ße aus Ko\u0308ln"))


def test_a_lone_surrogate_does_no_harm() -> None:
    assert is_password("four plain\ud800 words", hash_password("four plain words"))


@pytest.mark.parametrize("kept", ["", "not a hash"])
def test_an_account_without_a_password_is_opened_by_none(kept: str) -> None:
    assert not is_password("", kept)
    assert not is_password("nobody has this password", kept)


def test_addresses_are_compared_in_small_letters() -> None:
    assert kept_email(" Anna@Example.COM ") == "anna@example.com"


def test_a_recovery_code_is_used_up() -> None:
    codes = new_codes()
    kept = [hashed(code) for code in codes]
    left = without(codes[3].upper(), kept)
    assert left == kept[:3] + kept[4:]
    assert without(codes[3], left) is None
    assert without("", kept) is None


def test_a_link_is_of_one_kind_and_of_one_shop() -> None:
    token = make_token("secret", "reset", "mark")
    assert read_token("secret", "reset", token) == ["mark"]
    assert read_token("secret", "confirm", token) is None
    assert read_token("another", "reset", token) is None
    assert read_token("secret", "reset", token + "x") is None


def test_tries_are_counted_for_each_name_and_forgotten() -> None:
    limits = Limits(OwnCounter())
    for _turn in range(3):
        limits.check("sign-in", ("network", 9), ("anna", 3), seconds=60)
    with pytest.raises(TooMany) as refused:
        limits.check("sign-in", ("network", 9), ("anna", 3), seconds=60)
    assert 0 < refused.value.seconds <= 60
    limits.check("sign-in", ("network", 9), ("berta", 3), seconds=60)
    limits.forget("sign-in", "anna")
    limits.check("sign-in", ("network", 9), ("anna", 3), seconds=60)


def test_the_counter_forgets_what_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    counter = OwnCounter()
    assert [counter.add("a", 10)[0] for _turn in range(2)] == [1, 2]
    now[0] += 11
    assert counter.add("a", 10) == (1, 10)


def test_the_counter_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storefront.web.limits.MOST_KEPT", 100)
    counter = OwnCounter()
    for number in range(1000):
        counter.add(str(number), 60)
    assert len(counter._counts) <= 100
