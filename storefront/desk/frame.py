"""What the desk's layout shows around every page."""

from __future__ import annotations

from dataclasses import dataclass

from storefront.web.form_view import Choice
from storefront.web.frame import Link


@dataclass(frozen=True)
class MenuLink:
    """An entry of the side navigation; "g" and then key go there. heading stands above it, where a part begins."""

    label: str
    url: str
    icon: str = ""
    key: str = ""
    current: bool = False
    count: str = ""
    heading: str = ""


@dataclass(frozen=True)
class DeskFrame:
    """The page's surroundings; variable `desk` in every page of the desk."""

    shop_name: str
    language: str
    direction: str
    title: str
    menu: tuple[MenuLink, ...]
    crumbs: tuple[Link, ...]
    home_url: str
    find_url: str
    shop_url: str
    account_url: str
    sign_out_url: str
    language_url: str
    languages: tuple[Choice, ...]
    current_url: str
    person: str
    query: str = ""
    notice: str = ""
    notice_bad: bool = False
    wrong: bool = False
