"""Addresses that no mail can reach are refused at the form."""

from __future__ import annotations

import pytest

from storefront.forms import check_email


@pytest.mark.parametrize(
    "address", ["anna@example.com", "a.b+c@x.co.uk", "o'neil@ex-ample.org", "anna@münchen.de", "a@उदाहरण.भारत"]
)
def test_an_address_mail_can_reach_passes(address: str) -> None:
    assert check_email(address) is None


@pytest.mark.parametrize(
    "address",
    ["🙂@x.com", "anna@🙂.com", "anna", "anna@", "@x.com", "a@b@x.com", "a b@x.com", "anna@localhost", "anna@x..com"],
)
def test_an_address_no_mail_can_reach_is_refused(address: str) -> None:
    problem = check_email(address)
    assert problem is not None and problem.text == "An e-mail address looks like name@example.com."
