"""A product's form: the product as typed texts, and typed texts as what is to be saved. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from storefront.catalogue.drafts import Measure, Party, ProductDraft, ProductTextDraft
from storefront.catalogue.reading import ReadProduct
from storefront.desk import prose
from storefront.desk.offer_sheets import amount_text, first_day, last_day
from storefront.desk.pictures import key_of
from storefront.desk.product_fields import HIDDEN, LONGEST, ON_SALE, RESTRICTIONS, TEXTS, UNPUBLISHED, hs_digits
from storefront.desk.properties import Property, typed_properties
from storefront.desk.sheet import AXES, Sheet, Typed, VariantRow
from storefront.digits import whole
from storefront.forms import Errors, cleaned
from storefront.i18n import _, ngettext

Names = Mapping[str, str]
PARTIES = (("m", "manufacturer"), ("r", "responsible"))
PARTS = ("name", "address", "email", "country")


@dataclass(frozen=True)
class ProductInput:
    """What a form says, checked. whole=False: only the sheets are this person's to change."""

    draft: ProductDraft
    rows: list[VariantRow]
    sheets: list[Sheet]
    related: tuple[str, ...] = ()
    properties: tuple[Property, ...] = ()
    whole: bool = True
    stock: Typed = field(default_factory=dict)


def state_of(read: ReadProduct) -> object:
    """Everything the form edits, for its version; pieces sold meanwhile are no other version."""
    draft = asdict(replace(read.draft, popularity=0))
    return [draft, sorted(str(asdict(replace(offer, stock_id=None))) for offer in read.offers)]


def typed_of(
    read: ReadProduct, languages: Sequence[str], axes: Names, values: Names, sheets: Sequence[tuple[str, str, str]]
) -> dict[str, str]:
    """The product as its form begins.

    axes: attribute code → name; values: "code=value" → name; sheets: (seller, model, currency) in order.
    """
    draft = read.draft
    state = UNPUBLISHED if not draft.published else HIDDEN if draft.hidden else ON_SALE
    typed = {
        "state": state,
        "category": draft.category,
        "brand": draft.brand,
        "origin": draft.origin,
        "hs_code": draft.hs_code,
        "measure_quantity": str(draft.measure.quantity) if draft.measure else "",
        "measure_unit": draft.measure.unit if draft.measure else "",
        "related": ", ".join(draft.related),
        **{f"is-{mark}": "1" for mark in draft.restrictions},
    }
    for prefix, name in PARTIES:
        party: Party = getattr(draft, name)
        typed |= {f"{prefix}-{part}": str(value) for part, value in asdict(party).items()}
    for tag in languages:
        text = draft.texts.get(tag)
        for part in TEXTS if text else ():
            value = getattr(text, part)
            typed[f"t-{tag}-{part}"] = prose.as_typed(value) if part == "description" else value
    properties = typed_properties(draft.attributes, axes, values)
    return typed | properties | _grid(read, axes, values) | _sheets(read, sheets)


def _grid(read: ReadProduct, axes: Names, values: Names) -> dict[str, str]:
    codes = list(dict.fromkeys(code for variant in read.draft.variants for code in variant.options))[: len(AXES)]
    typed = {f"axis-{at}": axes.get(code, code) for at, code in zip(AXES, codes, strict=False)}
    for number, variant in enumerate(read.draft.variants):
        cells = {"id": str(read.variant_ids[variant.sku]), "sku": variant.sku, "gtin": variant.gtin}
        cells["weight"] = str(variant.weight_grams or "")
        cells["picture"] = "" if variant.image is None else key_of(read.draft.images[variant.image])
        for at, code in zip(AXES, codes, strict=False):
            value = variant.options.get(code, "")
            cells[f"opt-{at}"] = values.get(f"{code}={value}", value)
        typed |= {f"v{number}-{name}": value for name, value in cells.items()}
    return typed | {"variants": str(len(read.draft.variants))}


def _sheets(read: ReadProduct, sheets: Sequence[tuple[str, str, str]]) -> dict[str, str]:
    typed = {"sheets": str(len(sheets))}
    offers = {(offer.seller, offer.business_model, offer.sku): offer for offer in read.offers if offer.active}
    for at, (seller, model, currency) in enumerate(sheets):
        typed |= {f"o{at}-seller": seller, f"o{at}-model": model, f"o{at}-currency": currency}
        for number, variant in enumerate(read.draft.variants):
            cell = f"o{at}-{number}"
            there = (seller, variant.sku) in read.stock
            on_hand = read.stock.get((seller, variant.sku))
            stock = "" if on_hand is None else str(on_hand)
            typed |= {f"{cell}-stock": stock, f"{cell}-was": stock if there else ""}
            if offer := offers.get((seller, model, variant.sku)):
                typed |= {
                    f"{cell}-price": amount_text(offer.price, offer.currency),
                    f"{cell}-reduced": amount_text(offer.reduced_price, offer.currency),
                    f"{cell}-from": first_day(offer.reduced_from),
                    f"{cell}-until": last_day(offer.reduced_until),
                }
    return typed


def read_texts(
    typed: Typed, languages: Sequence[str], saved: Mapping[str, ProductTextDraft], default: str, errors: Errors
) -> dict[str, ProductTextDraft]:
    """The words by language; a language without any is left out, and shows another's. What was not touched stays."""
    texts = {}
    for tag in languages:
        words = {part: _word(typed.get(f"t-{tag}-{part}", ""), part, saved.get(tag)) for part in TEXTS}
        for part, most in LONGEST.items():
            if len(words[part]) > most:
                errors[f"t-{tag}-{part}"] = ngettext(
                    "At most %(num)s character, please.", "At most %(num)s characters, please.", most
                )
        if any(words.values()) and not words["title"]:
            errors[f"t-{tag}-title"] = _("A title is needed where there are other words in this language.")
        elif words["title"]:
            texts[tag] = ProductTextDraft(**words)
    if not texts:
        errors.setdefault(f"t-{default}-title", _("A title is needed in one language at least."))
    return texts


def _word(text: str, part: str, saved: ProductTextDraft | None) -> str:
    was = str(getattr(saved, part)) if saved else ""
    if prose.unchanged(text, prose.as_typed(was) if part == "description" else was):
        return was
    if part in ("description", "warnings"):
        lines = "\n".join(prose.one_line(line) for line in text.splitlines()).strip()
        return prose.as_html(lines) if part == "description" else lines
    return prose.one_line(text)


def with_facts(draft: ProductDraft, typed: Typed) -> ProductDraft:
    """The draft with what the form says once; what the form does not show stays."""
    quantity, unit = whole(typed.get("measure_quantity", "")), typed.get("measure_unit", "")
    others = tuple(mark for mark in draft.restrictions if mark not in RESTRICTIONS)
    parties = {
        name: Party(*(prose.one_line(typed.get(f"{prefix}-{part}", "")) for part in PARTS)) for prefix, name in PARTIES
    }
    return replace(
        draft,
        category=typed.get("category", ""),
        brand=prose.one_line(typed.get("brand", "")),
        origin=typed.get("origin", ""),
        hs_code=hs_digits(typed.get("hs_code", "")),
        measure=Measure(quantity, unit) if quantity and unit else None,
        restrictions=(*others, *(mark for mark in RESTRICTIONS if typed.get(f"is-{mark}"))),
        published=typed.get("state") != UNPUBLISHED,
        hidden=typed.get("state") == HIDDEN,
        manufacturer=parties["manufacturer"],
        responsible=parties["responsible"],
    )


def related_names(typed: Typed) -> tuple[str, ...]:
    """SKUs and addresses of related products, as typed."""
    text = typed.get("related", "")[:2000]
    for sign in "،、，;\n":
        text = text.replace(sign, ",")
    return tuple(dict.fromkeys(filter(None, (cleaned(part) for part in text.split(",")))))
