"""Reviews and figures as pages show them, in one language; no request is needed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from storefront import formatting
from storefront.accounts.ratings.contexts import RatingView, ReviewView, StarBar
from storefront.accounts.ratings.figures import FEWEST_ORDERS, FEWEST_RATINGS, Counted, mean, shares
from storefront.accounts.ratings.paths import helpful_path, report_path, reviews_path
from storefront.accounts.ratings.summaries import STARS
from storefront.catalogue.contexts import Fact
from storefront.catalogue.image_view import image_view
from storefront.i18n import Message, _, language, ngettext
from storefront.languages import find_language
from storefront.orders.wording import Wording

CHECKED = _(
    "Only who bought the product here can review it: each review belongs to a delivered order. Nobody is paid for one."
)
CHECKED_IN_FULL = (
    CHECKED,
    _("Good and bad reviews are treated alike, and none is changed or written by us."),
    _(
        "We hide a review only when it insults, shows private data, advertises, breaks the law, is not about the sale"
        " or is not real. Its author is told why, and it is counted here."
    ),
    _("The mean counts every published review alike, whatever its age."),
)  # fmt: skip
VERIFIED = _("Verified buyer")


def rating_view(summary: Mapping[str, Any], slug: str, wording: Wording, stars: int = 0) -> RatingView | None:
    """A product's rating; None while it has none."""
    count = summary.get("count", 0)
    found = mean(summary.get("stars", 0), count)
    if found is None:
        return None
    t, number = wording.t, formatting.number(found, wording.language)
    path = reviews_path(wording.language, slug)
    bars = []
    for value in range(5, 0, -1):
        given = summary[STARS[value - 1]]
        label = t(ngettext("%(num)s star", "%(num)s stars", value))
        written = formatting.number(given, wording.language)
        bars.append(StarBar(label, given, count, written, f"{path}?stars={value}", value == stars))
    return RatingView(
        mean=number,
        words=t(_("%(mean)s of 5 stars", mean=found)),
        count=t(ngettext("%(num)s review", "%(num)s reviews", count)),
        url=path,
        bars=tuple(bars),
    )


def stars_words(stars: int, wording: Wording) -> str:
    """So many stars, for who hears the page."""
    return wording.t(_("%(mean)s of 5 stars", mean=stars))


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a plain text."""
    return tuple(part for line in text.split("\n") if (part := line.strip()))


def review_view(row: Mapping[str, Any], wording: Wording) -> ReviewView:
    """One review, with what can be done with it."""
    t, tag = wording.t, wording.language
    spoken = find_language(row["language"])
    pictures = row["pictures"] or []
    caption = t(_("Photo of a buyer"))
    helpful = row["helpful"]
    return ReviewView(
        id=row["id"],
        stars=row["stars"],
        stars_words=stars_words(row["stars"], wording),
        title=row["title"],
        paragraphs=paragraphs(row["text"]),
        language=row["language"],
        direction=language(row["language"]).direction if spoken else "auto",
        language_name=spoken.name if spoken and row["language"] != tag else "",
        who=row["name"] or t(VERIFIED),
        when=wording.day(row["created_at"]),
        when_iso=row["created_at"].date().isoformat(),
        changed=t(_("changed on %(day)s", day=wording.day(row["changed_at"]))) if row["changed_at"] else "",
        pictures=tuple(image_view(one, (), caption) for one in pictures),
        seller=row.get("seller") or "",
        answer=paragraphs(row["answer"]),
        answered=wording.day(row["answered_at"]) if row["answered_at"] else "",
        helpful=t(ngettext("One person found this helpful", "%(num)s people found this helpful", helpful))
        if helpful
        else "",
        helpful_url=helpful_path(tag, row["id"]),
        report_url=report_path(tag, row["id"]),
    )


def counted_from(row: Mapping[str, Any] | None) -> Counted:
    """What was counted, from its row."""
    return Counted(**{name: row[name] for name in Counted.__dataclass_fields__}) if row else Counted()


def figure_facts(row: Mapping[str, Any] | None, wording: Wording) -> tuple[Fact, ...]:
    """A seller's figures with what each means; that there are none yet, where there are too few sales."""
    t, counted = wording.t, counted_from(row)
    parts = shares(counted)
    rows: list[tuple[Message, str, Message | None]] = []
    if parts is not None:
        orders = formatting.number(counted.orders_365, wording.language)
        lately = _("%(count)s in the last 90 days", count=counted.orders_90)
        rows.append((_("Orders in a year"), orders, lately))
        if parts.on_time is not None:
            rows.append((_("On time"), _percent(parts.on_time, wording), _("as promised when it was ordered")))
        rows.append((_("Money given back"), _percent(parts.refunded, wording), _("of the orders of a year")))
        rows.append((_("Disputed"), _percent(parts.disputed, wording), _("of the orders of a year")))
        if counted.answer_hours is not None:
            hours = ngettext("%(num)s hour", "%(num)s hours", counted.answer_hours)
            rows.append((_("Answers in"), t(hours), _("half of the answers came sooner")))
    rated = mean(counted.stars, counted.rated, FEWEST_RATINGS)
    if rated is not None:
        given = ngettext("%(num)s review", "%(num)s reviews", counted.rated)
        rows.append((_("Rating"), t(_("%(mean)s of 5", mean=rated)), given))
    if rows and counted.first_sale is not None:
        rows.append((_("Sells here since"), wording.day(counted.first_sale), None))
    return tuple(Fact(t(label), value, t(note)) for label, value, note in rows)


def no_figures(row: Mapping[str, Any] | None, wording: Wording) -> str:
    """That a seller is too new for figures; empty: there are some."""
    if shares(counted_from(row)) is not None:
        return ""
    return wording.t(_("New seller, no figures yet: they are shown from %(count)s orders on.", count=FEWEST_ORDERS))


def brief_figures(row: Mapping[str, Any] | None, wording: Wording) -> tuple[Fact, ...]:
    """The figures that matter before buying."""
    known = figure_facts(row, wording)
    wanted = {wording.t(label) for label in (_("On time"), _("Rating"), _("Answers in"))}
    return tuple(fact for fact in known if fact.label in wanted)


def _percent(share: Decimal, wording: Wording) -> str:
    return formatting.percent(share.quantize(Decimal("0.001")), wording.language)
