"""Everything is there in every language, and every page says which language it is in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

from storefront.i18n import LANGUAGES
from storefront.translation_files import Owner, gaps, owners

ROOT = Path(__file__).resolve().parents[2]
TAGS = ("en", "de", "zh-Hans", "ar")
OTHERS = TAGS[1:]
PLURALS = {"de": 2, "zh-Hans": 1, "ar": 6}
# the same word in German, or nothing but placeholders and signs
SAME = {
    "Region", "Eircode", "Name", "Status", "Register", "Code %(code)s", "Demo", "Filter", "Material", "Details",
    "Distrikt", "Parish", "Emirat", "Emirate", "Prefecture", "Oblast", "GTIN", "Versand", "Total", "Service", "Zone",
    "Import", "Format", "Plugins", "%(title)s: %(total)s.",
}  # fmt: skip
# laws are called so everywhere
NAMES = {"DAC7", "INFORM"}
OWNERS = owners(themes=(ROOT / "themes",))


def catalogue(owner: Owner, tag: str) -> Iterator[Message]:
    """The messages of an owner's file."""
    path = owner.po_path(LANGUAGES[tag].locale)
    if path.is_file():
        with path.open("rb") as file:
            yield from (message for message in read_po(file, locale=LANGUAGES[tag].locale) if message.id)


def sources(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, (tuple, list)) else (str(message.id),)


def texts(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, (tuple, list)) else (str(message.string),)


def names(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", text))


@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: owner.name)
def test_every_text_in_the_sources_is_translated(owner: Owner) -> None:
    for found in gaps(owner):
        assert found.empty == (), f"{found.owner} {found.tag}"
        assert found.fuzzy == (), f"{found.owner} {found.tag}"


@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: owner.name)
def test_a_translation_reads_like_its_source_only_where_both_languages_say_it_so(owner: Owner) -> None:
    for found in gaps(owner):
        wordy = [text for text in found.same if re.search(r"[A-Za-z]{2}", re.sub(r"%\(\w+\)s", "", text))]
        assert set(wordy) <= NAMES | (SAME if found.tag == "de" else set()), found.tag


@pytest.mark.parametrize("tag", OTHERS)
@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: owner.name)
def test_a_translation_has_the_placeholders_of_its_source(owner: Owner, tag: str) -> None:
    wrong = []
    for message in catalogue(owner, tag):
        wanted = set().union(*(names(text) for text in sources(message)))
        # "one piece" may leave its number out, in any language
        optional = {"num", "n"} if len(sources(message)) > 1 else set()
        for text in texts(message):
            if names(text) - wanted or wanted - names(text) - optional:
                wrong.append((sources(message)[0], text))
    assert wrong == []


@pytest.mark.parametrize("tag", OTHERS)
@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: owner.name)
def test_a_text_with_a_number_has_as_many_forms_as_its_language(owner: Owner, tag: str) -> None:
    counted = {message.id: len(texts(message)) for message in catalogue(owner, tag) if len(sources(message)) > 1}
    assert {message: count for message, count in counted.items() if count != PLURALS[tag]} == {}


# -- the demo -------------------------------------------------------------------------------------


def spoken(value: Any, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object that has one key for each language."""
    if isinstance(value, dict):
        if "en" in value and not where.endswith(".values"):
            yield where, value
        for key, inner in value.items():
            yield from spoken(inner, f"{where}.{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from spoken(inner, f"{where}[{index}]")


def shape(value: Any) -> Any:
    """Which texts are there, without what they say."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    return bool(value)


def test_the_demo_says_everything_in_all_four_languages() -> None:
    folder = ROOT / "storefront" / "demo"
    wrong, seen = [], 0
    for path in sorted(folder.rglob("*.json")):
        for where, texts_of in spoken(json.loads(path.read_text(encoding="utf-8")), path.stem):
            seen += 1
            if set(TAGS) - set(texts_of) or len({json.dumps(shape(texts_of[tag]), sort_keys=True) for tag in TAGS}) > 1:
                wrong.append(where)
    assert wrong == []
    assert seen > 120


def test_chinese_and_arabic_demo_texts_are_written_in_their_scripts() -> None:
    folder = ROOT / "storefront" / "demo" / "catalogue"
    letters = {"zh-Hans": r"[\u4e00-\u9fff]", "ar": r"[\u0600-\u06ff]"}
    wrong = []
    for path in sorted(folder.glob("*.json")):
        for where, texts_of in spoken(json.loads(path.read_text(encoding="utf-8")), path.stem):
            for tag, letter in letters.items():
                text = json.dumps(texts_of[tag], ensure_ascii=False)
                if len(text) > 12 and not re.search(letter, text):
                    wrong.append((where, tag, text))
    assert wrong == []


# -- pages ----------------------------------------------------------------------------------------


class Head(HTMLParser):
    """What the head of a page says about languages."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.alternates: dict[str, str] = {}
        self.canonical: str | None = None
        self.root: dict[str, str | None] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.root = given
        if tag == "link" and given.get("rel") == "alternate" and given.get("hreflang"):
            self.alternates[str(given["hreflang"])] = str(given["href"])
        if tag == "link" and given.get("rel") == "canonical":
            self.canonical = given.get("href")


def heads(demo: Any, browser: FlaskClient) -> Iterator[tuple[str, Head]]:
    for path in ("/en/", "/en/c/kitchen", f"/en/p/{demo.slugs()[0]}", "/en/pages/returns"):
        yield path, Head(browser.get(path).text)


def test_the_page_says_its_language_and_direction(browser: FlaskClient) -> None:
    said = {tag: Head(browser.get(f"/{tag}/").text).root for tag in TAGS}
    assert {tag: (root["lang"], root["dir"]) for tag, root in said.items()} == {
        "en": ("en", "ltr"),
        "de": ("de", "ltr"),
        "zh-Hans": ("zh-Hans", "ltr"),
        "ar": ("ar", "rtl"),
    }


def test_a_page_names_itself_and_its_siblings_and_each_names_the_others(demo: Any, browser: FlaskClient) -> None:
    base = demo.settings.base_url
    for path, head in heads(demo, browser):
        rest = path[len("/en/") :]
        wanted = {tag: f"{base}/{tag}/{rest}" for tag in TAGS}
        assert head.alternates == {**wanted, "x-default": wanted["en"]}
        for tag, address in wanted.items():
            answer = browser.get(address.removeprefix(base))
            assert answer.status_code == 200, address
            other = Head(answer.text)
            assert other.alternates == head.alternates
            assert other.canonical == wanted[tag]


@pytest.mark.parametrize(
    "path",
    ["/en/p/no-such-thing", "/en/cart", "/en/search?q=pot", "/en/c/kitchen?colour=green", "/en/market"],
)
def test_a_page_that_is_not_for_search_engines_names_no_siblings(browser: FlaskClient, path: str) -> None:
    assert Head(browser.get(path).text).alternates == {}


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/en/c/kitchen?sort=price&market=NO-NOK&colour=green&after=", "/en/c/kitchen"),
        ("/de/?market=NO-NOK", "/de/"),
        ("/en/c/kitchen?utm_source=letter", "/en/c/kitchen"),
    ],
)
def test_the_canonical_address_drops_choices(demo: Any, browser: FlaskClient, path: str, canonical: str) -> None:
    base = demo.settings.base_url
    assert Head(browser.get(path).text).canonical == base + canonical


def test_the_canonical_address_of_a_variant_is_its_product(demo: Any, browser: FlaskClient) -> None:
    base, path = demo.settings.base_url, f"/en/p/{demo.slugs()[0]}"
    assert Head(browser.get(f"{path}?variant=whatever").text).canonical == base + path


@pytest.mark.parametrize(
    ("accepted", "where"),
    [
        ("", "/en/"),
        ("de-AT,de;q=0.9,en;q=0.5", "/de/"),
        ("zh-CN", "/zh-Hans/"),
        ("zh-Hans-SG", "/zh-Hans/"),
        ("ar-EG;q=0.8,fr;q=0.9", "/ar/"),
        ("fr-FR", "/en/"),
        ("*", "/en/"),
        ("DE", "/de/"),
        (";;q=,,", "/en/"),
    ],
)
def test_the_start_leads_to_the_language_that_the_browser_asks_for(
    browser: FlaskClient, accepted: str, where: str
) -> None:
    answer = browser.get("/", headers={"Accept-Language": accepted})
    assert (answer.status_code, answer.headers["Location"]) == (302, where)
    assert "accept-language" in answer.headers["Vary"].lower()


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("/EN/", "/en/"),
        ("/zh-hans/c/kitchen?sort=price", "/zh-Hans/c/kitchen?sort=price"),
        ("/De/p/x", "/de/p/x"),
    ],
)
def test_a_language_in_other_letters_leads_to_the_right_address(browser: FlaskClient, path: str, where: str) -> None:
    answer = browser.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (301, where)


@pytest.mark.parametrize("path", ["/fr/", "/xx/c/kitchen", "/e/", "/zh/"])
def test_a_language_the_shop_does_not_speak_is_not_found(browser: FlaskClient, path: str) -> None:
    assert browser.get(path).status_code == 404


def test_an_arabic_product_page_keeps_the_makers_name_and_address_in_one_piece(demo: Any, browser: FlaskClient) -> None:
    page = browser.get(f"/ar/p/{demo.slugs()[0]}").text
    safety = re.search(r'<dl class="companies">.*?</dl>', page, re.DOTALL)
    assert safety
    for words in re.findall(r"<dd>(.*?)</dd>", safety[0], re.DOTALL):
        assert re.sub(r"<bdi>[^<]+</bdi>|<br>|\s", "", words) == ""
