"""Every address and every form field of the whole shop gets rubbish: no error of ours, nothing written."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from zlib import crc32

import pytest
from flask import Flask
from flask.testing import FlaskClient
from page_forms import Form, forms_of
from werkzeug.exceptions import HTTPException

from storefront import db, runtime
from storefront.accounts.actions import add_person
from storefront.accounts.address_book import add_address
from storefront.accounts.addresses import Address
from storefront.accounts.passwords import hash_password
from storefront.accounts.proving import add_passkey, turn_off_codes, turn_on_codes
from storefront.accounts.queries import find_person, passkeys_of
from storefront.accounts.tables import Person
from storefront.accounts.tokens import make_token
from storefront.app import create_app
from storefront.catalogue.tables import Offer, Product, Variant
from storefront.db import utc_now
from storefront.demo.load import load_demo
from storefront.founding import found_shop
from storefront.orders.tables import Order, OrderLine, Purchase
from storefront.payments.tables import Payment, Refund
from storefront.web.second_step import new_secret

# how many rounds each route gets; every round another string in every field
ROUNDS = 4
# what has broken something before goes into every field and every part of every path
SHARP = ("%00", "a%00b", "%2F%2F%5B", "9" * 5000, "%F0%9F%99%82" * 400)
COUNTED = (Product, Variant, Offer, Purchase, Order, OrderLine, Payment, Refund)
# what views read of an address's query besides what forms send
QUERY = ("q", "sort", "after", "min", "max", "stock", "model", "variant", "market", "next", "take", "key", "code", "before", "act")
QUERY_OF_FRAGMENTS = ("path", "names")
DESK_PAGES = ("/desk/", "/desk/find?q=a", "/desk/audit")
HEADERS = ("Accept-Language", "HX-Target", "HX-PTag", "HX-Current-URL", "Referer", "Cookie", "Origin")
BUYER = {
    "email": "anna@example.com",
    "name": "Anna Berg",
    "country": "DE",
    "street": "Lindenweg 4",
    "postal_code": "10115",
    "city": "Berlin",
}
ACCOUNT_PAGES = (
    "", "addresses", "addresses/new", "orders", "name", "password", "email", "passkeys", "two-factor", "close",
)  # fmt: skip
ASKING_CARD = "4000 0000 0000 3220"


def own_strings() -> list[str]:
    """Our own list, percent-encoded as it is sent."""
    listed = json.loads(Path(__file__).with_name("naughty.json").read_text(encoding="utf-8"))
    return [*map(sent, listed["texts"]), *listed["raw"], *(sent(text) * times for text, times in listed["long"])]


def sent(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


@dataclass
class Whole:
    """The whole shop with its demo, somebody half-way through it, and what its pages ask."""

    app: Flask
    browser: FlaskClient
    values: dict[str, str] = field(default_factory=dict)
    forms: dict[tuple[str, str], Form] = field(default_factory=dict)

    def read(self, path: str) -> list[Form]:
        """Get a page; its forms are known from now on by their route."""
        answer = self.browser.get(path, follow_redirects=True)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        found = forms_of(answer.get_data(as_text=True), answer.request.path)
        self.know(found)
        return found

    def know(self, found: list[Form]) -> None:
        for form in found:
            endpoint = self.endpoint(form)
            known = self.forms.setdefault((endpoint, form.method), form)
            known.fields = {**form.fields, **known.fields}
            known.buttons.update(form.buttons)

    def endpoint(self, form: Form) -> str:
        try:
            found: str = self.app.url_map.bind("localhost").match(urlsplit(form.action).path, method=form.method)[0]
        except HTTPException:
            raise AssertionError(f"a form leads nowhere: {form.method} {form.action}") from None
        return found

    def send(self, endpoint: str, forms: list[Form], **values: str) -> str:
        """Fill in one of a page's forms and press its button; where it leads."""
        form = next(one for one in forms if one.method == "POST" and self.endpoint(one) == endpoint)
        answer = self.browser.post(form.action, data={**form.fields, **values})
        assert answer.status_code == 303, f"{form.action}: {answer.status_code} {answer.get_data(as_text=True)[:3000]}"
        return answer.headers["Location"]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """Once for each kind of database."""
    folder, drop = tmp_path_factory.mktemp("whole"), None
    if request.param == "sqlite":
        path = folder / "shop.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        url = f"sqlite:///{path}"
    else:
        server = request.getfixturevalue("postgresql")
        name, url = server.fresh()
        drop = (server, name)
    settings = found_shop(folder / "shop", utc_now(), {"STOREFRONT_DATABASE": url})
    app = create_app(settings)
    guides = load_demo(settings.media, settings.shop.languages, utc_now())
    runtime.current().plugins.open("demo_content", prices=guides)
    yield walked(Whole(app, app.test_client()))
    runtime._current.clear()
    db.close()
    db.database.initialize(None)
    if drop:
        drop[0].drop(drop[1])


def walked(shop: Whole) -> Whole:
    """A purchase waiting for its bank, and another cart that could be ordered by one press."""
    product = Product.select(Product.slug).where(Product.id.in_(Variant.select(Variant.product).join(Offer))).first()
    seller = next(iter(runtime.current().plugins.selling), None)
    assert product is not None and seller is not None
    sign_in(shop)
    for path in DESK_PAGES:
        shop.read(path)
    shop.values.update(lang="en", slug=product.slug, path="site.css", digest="x", provider="sandbox-card")
    for path in ("/en/", "/en/search", f"/en/p/{product.slug}", "/en/market", "/de/search?q=a"):
        shop.read(path)
    pay = fill_cart(shop, press=True)
    shop.values["token"] = pay.rsplit("/", 1)[1]
    confirm = shop.send("pay.begin", shop.read(pay), provider="sandbox-card", card=ASKING_CARD)
    shop.values["key"] = confirm.rsplit("/", 1)[1]
    shop.read(confirm)
    shop.read(f"/en/purchases/{shop.values['token']}")
    shop.values["number"] = Order.get().number
    shop.values["transition"] = "no-such-transition"
    fill_cart(shop, press=False)
    shop.values["line_id"] = urlsplit(shop.forms[("cart.change", "POST")].action).path.rsplit("/", 1)[1]
    return shop


def sign_in(shop: Whole) -> None:
    """Somebody has an account, somebody else waits for his address to be confirmed."""
    password, now = "four plain words here", utc_now()
    add_person("berta@example.com", hash_password(password), "en", now)
    add_person("anna@example.com", hash_password(password), "en", now, confirmed=True, roles=("admin",))
    secret = runtime.current().settings.secret_key
    for kind, mail in (("confirm", "berta@example.com"), ("reset", "anna@example.com")):
        token = shop.values[f"{kind}_token"] = make_token(secret, kind, token_mark(mail))
        shop.read(f"/en/account/{kind}/{token}")
    for path in ("register", "forgotten"):
        shop.read(f"/en/account/{path}")
    anna, forms = find_person("anna@example.com"), shop.read("/en/account/sign-in")
    assert anna is not None
    shop.values["email_token"] = make_token(secret, "change-email", token_mark(anna.email), "new@example.com")
    # with the second step, then without it, then with it again: a page for each
    for on in (True, False):
        turn_on_codes(anna.id, new_secret(), 1, ["a"], now) if on else turn_off_codes(anna.id, now)
        shop.read(shop.send("account.take_sign_in", forms, email=anna.email, password=password))
    for street in ("Lindenweg 4", "Lindenweg 5"):
        shop.values["address_id"] = str(add_address(anna.id, Address(street=street, country="DE"), now))
    add_passkey(anna.id, "a-credential", "a key", 0, (), "telephone", now)
    shop.values["passkey_id"] = str(passkeys_of(anna.id)[0].id)
    for path in ACCOUNT_PAGES:
        shop.read(f"/en/account/{path}")
    shop.read(f"/en/account/addresses/{shop.values['address_id']}")
    shop.read(f"/en/account/change-email/{shop.values['email_token']}")
    begun = shop.browser.post("/en/account/passkeys", data={"key_name": "blue", "password": password})
    shop.know(forms_of(begun.get_data(as_text=True), "/en/account/passkeys"))
    turn_on_codes(anna.id, new_secret(), 1, ["a"], now)
    shop.read("/en/account/two-factor")


def token_mark(mail: str) -> str:
    return str(Person.get(Person.email == mail).fs_uniquifier)


def fill_cart(shop: Whole, press: bool) -> str:
    """From a product to the review, and on; where it leads."""
    shop.send("cart.add", shop.read(f"/en/p/{shop.values['slug']}"), quantity="1")
    shop.read("/en/cart")
    path = "/en/checkout/contact"
    for _step in range(8):
        if path.endswith("/review"):
            break
        shop.values["step_id"] = path.rsplit("/", 1)[1]
        path = shop.send("checkout.step", shop.read(path), **BUYER)
    forms = shop.read("/en/checkout/review")
    shop.values["step_id"] = "address"
    return shop.send("checkout.place", forms) if press else path


# -- what is sent ---------------------------------------------------------------------------------


def chosen(strings: list[str], name: str, turn: int) -> str:
    """A string for a field, another one each turn; each field begins elsewhere."""
    return strings[(crc32(name.encode()) + turn * 37) % len(strings)]


def routes(shop: Whole) -> Iterator[tuple[Any, str]]:
    for rule in shop.app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield rule, method


def bad_addresses(shop: Whole, strings: list[str]) -> Iterator[tuple[str, str, str, str]]:
    """(method, path, query, body): one part of the path is rubbish, the others are right."""
    for rule, method in routes(shop):
        names = sorted(rule.arguments)
        for turn in range(ROUNDS if names else 0):
            wrong = names[turn % len(names)]
            bad = chosen(strings, f"{rule.endpoint} {wrong}", turn)
            yield method, path_of(shop, rule, {wrong: bad}), "", ""


def path_of(shop: Whole, rule: Any, wrong: dict[str, str]) -> str:
    parts = (wrong.get(data) or shop.values[data] if is_dynamic else data for is_dynamic, data in rule._trace if data != "|")
    return "".join(parts)


def bad_fields(shop: Whole, strings: list[str]) -> Iterator[tuple[str, str, str, str]]:
    """By turns: rubbish in every field, and in one field of a form that is right otherwise."""
    for rule, method in routes(shop):
        form = shop.forms.get((rule.endpoint, method), Form("", method))
        names = sorted({*form.fields, *form.buttons})
        if method == "POST" and not names:
            continue
        query = QUERY_OF_FRAGMENTS if rule.endpoint == "fragments.fragments" else QUERY
        names = names if method == "POST" else sorted({*names, *query})
        for turn in range(ROUNDS):
            bad = {name: chosen(strings, f"{rule.endpoint} {name}", turn) for name in names}
            if turn % 2:
                one = names[turn // 2 % len(names)]
                right = {name: sent(BUYER.get(name, value)) for name, value in form.fields.items()}
                bad = {**right, one: bad[one]}
            yield request_of(method, path_of(shop, rule, {}), bad)


def sharp_requests(shop: Whole) -> Iterator[tuple[str, str, str, str]]:
    """Each sharp string alone: once in each part of a path, once in each field of a form."""
    for rule, method in routes(shop):
        for name, bad in itertools.product(sorted(rule.arguments), SHARP):
            yield method, path_of(shop, rule, {name: bad}), "", ""
        form = shop.forms.get((rule.endpoint, method), Form("", method))
        right = {name: sent(BUYER.get(name, value)) for name, value in form.fields.items()}
        for name, bad in itertools.product(sorted({*form.fields, *form.buttons}), SHARP):
            yield request_of(method, path_of(shop, rule, {}), {**right, name: bad})
        if method == "GET":
            names = QUERY_OF_FRAGMENTS if rule.endpoint == "fragments.fragments" else QUERY
            yield from (request_of(method, path_of(shop, rule, {}), dict.fromkeys(names, bad)) for bad in SHARP)


def request_of(method: str, path: str, fields: dict[str, str]) -> tuple[str, str, str, str]:
    text = "&".join(f"{name}={value}" for name, value in fields.items())
    # the first one twice: whoever reads one of several must not stumble
    twice = next((f"&{name}={value}" for name, value in fields.items()), "")
    return (method, path, "", text + twice) if method == "POST" else (method, path, text + twice, "")


def failures(shop: Whole, requests: Iterator[tuple[str, str, str, str]]) -> list[str]:
    """Each request sent, every third one as htmx sends it; what failed."""
    found = []
    before = counts()
    kept = shop.browser.get_cookie("session")
    assert kept is not None
    for number, (method, path, query, body) in enumerate(requests):
        headers = {"HX-Request-Type": "partial", "HX-Target": "main#results"} if number % 3 == 2 else {}
        answer = shop.browser.open(
            path,
            method=method,
            query_string=query,
            data=body,
            content_type="application/x-www-form-urlencoded" if method == "POST" else None,
            headers=headers,
        )
        told = f"{answer.status_code} {method} {path[:200]} ?{query[:400]} {body[:600]}"
        if answer.status_code >= 500:
            found.append(told)
        if (now := counts()) != before:
            found.append(f"wrote {before} → {now}: {told}")
            before = now
        # the shopper is the same again, whatever this answer told the browser
        shop.browser.set_cookie("session", kept.value)
        shop.browser.delete_cookie("market")
    return found


def counts() -> dict[str, int]:
    return {table.__name__: table.select().count() for table in COUNTED}


# -- tests ----------------------------------------------------------------------------------------


def test_the_walk_has_found_every_form(whole: Whole) -> None:
    posted = {rule.endpoint for rule, method in routes(whole) if method == "POST"}
    without_form = {"payments.webhook", "pay.come_back", "cart.remove", "orders.move"}
    found = {endpoint for endpoint, method in whole.forms if method == "POST"}
    assert {one for one in posted - without_form - found if not one.endswith(".remove")} == set()


def test_our_own_rubbish_in_addresses(whole: Whole) -> None:
    assert failures(whole, bad_addresses(whole, own_strings())) == []


def test_our_own_rubbish_in_fields(whole: Whole) -> None:
    assert failures(whole, bad_fields(whole, own_strings())) == []
    assert whole.app.extensions["fragment_failures"] == {}


def test_the_big_list_in_addresses_and_fields(whole: Whole, shared_data: Path) -> None:
    path = shared_data / "conformance" / "naughty-strings" / "blns.json"
    strings = [sent(text) for text in json.loads(path.read_text(encoding="utf-8")) if text]
    requests = itertools.chain(bad_addresses(whole, strings), bad_fields(whole, strings))
    assert failures(whole, requests) == []
    assert whole.app.extensions["fragment_failures"] == {}


def test_what_is_sharp_goes_everywhere(whole: Whole) -> None:
    assert failures(whole, sharp_requests(whole)) == []


def test_every_string_of_ours_is_searched_for(whole: Whole) -> None:
    asked = (("GET", "/en/search/suggest", f"q={text}", "") for text in own_strings())
    assert failures(whole, asked) == []


def test_rubbish_in_headers(whole: Whole) -> None:
    found = []
    texts = [unquote(text, encoding="latin-1")[:4000] for text in own_strings()]
    fit = [text for text in texts if text.isprintable() and text.strip()]
    for turn, name in itertools.product(range(8), HEADERS):
        value = chosen(fit, name, turn)
        value = f"market={value}; session={value}" if name == "Cookie" else value
        headers = {name: value, "HX-Request-Type": "partial"} if name.startswith("HX") else {name: value}
        for method, path in (("GET", "/"), ("GET", "/en/cart"), ("POST", "/en/market")):
            answer = whole.app.test_client(use_cookies=False).open(path, method=method, headers=headers)
            if answer.status_code >= 500:
                found.append(f"{method} {path} {headers}")
    assert found == []


def test_a_thousand_filters_are_answered_soon(whole: Whole) -> None:
    query = "&".join(f"colour=c{number}" for number in range(1000))
    answer = whole.browser.get("/en/search", query_string=query)
    assert answer.status_code == 200
    assert len(answer.data) < 1_000_000
