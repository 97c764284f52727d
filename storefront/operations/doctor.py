"""`storefront doctor`: pure checks, from facts to findings, each with what to do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from urllib.parse import urlsplit

from storefront.legal_drafts import missing_legal_pages
from storefront.operations.facts import Facts
from storefront.operations.health import is_silent
from storefront.production import is_loopback, reasons

Level = Literal["ok", "warn", "bad"]
RATES_OLD = timedelta(days=7)
# of the disk, or in bytes, whichever is less
FULL, NEARLY_FULL = (0.01, 100_000_000), (0.05, 1_000_000_000)
# those under which no page outlives what says that it is out of date (docs/scale.md)
GOOD_POLICIES = frozenset({"", "noeviction", "volatile-ttl"})


@dataclass(frozen=True)
class Finding:
    """What is so, and what to do about it ("" where nothing is)."""

    level: Level
    about: str
    message: str
    todo: str = ""


Check = Callable[[Facts], Iterator[Finding]]


def examine(facts: Facts, names: Collection[str] = ()) -> list[Finding]:
    """A finding for each thing that is not as it should be, and one "ok" for each check without any.

    names: of these checks only.
    """
    found = []
    for about, check in CHECKS.items():
        if names and about not in names:
            continue
        wrong = list(check(facts))
        found += wrong or [Finding("ok", about, "all is well")]
        if wrong and about in ("database", "migrations"):
            # nothing more is known
            return [*found, *disk(facts), *cache(facts)]
    return found


def is_bad(findings: list[Finding]) -> bool:
    """Whether something must be done at once."""
    return any(one.level == "bad" for one in findings)


def database(facts: Facts) -> Iterator[Finding]:
    if facts.away:
        yield Finding("bad", "database", f"the database does not answer: {facts.away}", "Start it; see [database].")


def migrations(facts: Facts) -> Iterator[Finding]:
    if facts.schema_due:
        steps = ", ".join(facts.schema_due)
        yield Finding("bad", "migrations", f"{len(facts.schema_due)} are due: {steps}", "Run `storefront migrate`.")


def start(facts: Facts) -> Iterator[Finding]:
    if facts.start_error:
        yield Finding("bad", "start", f"the shop does not start: {facts.start_error}", "Mend it, then look again.")


def production(facts: Facts) -> Iterator[Finding]:
    """Secret key, address, sandbox and drafts, as the start in production sees them."""
    settings = facts.settings
    level: Level = "bad" if settings.production else "warn"
    todo = "" if settings.production else 'Before environment = "production".'
    for reason in reasons(settings, facts.drafts or {}, debug=False):
        yield Finding(level, "production", reason, todo or "See storefront.toml.")
    address = urlsplit(settings.shop.base_url)
    if settings.production and address.scheme == "http" and not is_loopback(address.hostname or ""):
        yield Finding("warn", "production", "[shop] base_url is not https", "Put TLS in front: docs/operations.md.")


def legal_pages(facts: Facts) -> Iterator[Finding]:
    languages = facts.settings.shop.languages
    for slug, missing in missing_legal_pages(facts.pages, languages).items():
        level: Level = "bad" if len(missing) == len(languages) else "warn"
        message = f"the page {slug} is missing ({', '.join(missing)})"
        yield Finding(level, "legal pages", message, "Write it: `storefront pages write`, or on the desk.")


def rates(facts: Facts) -> Iterator[Finding]:
    found = facts.rates or {}
    if missing := [currency for currency, day in found.items() if day is None]:
        message = f"no exchange rate for {', '.join(missing)}: nothing can be bought in it"
        yield Finding("warn", "rates", message, "Run `storefront rates update`, or leave it out of [shop] currencies.")
    today = facts.now.date()
    if old := [currency for currency, day in found.items() if day is not None and today - day > RATES_OLD]:
        oldest = min(day for day in found.values() if day is not None)
        message = f"the rates of {', '.join(old)} are old, the oldest of {oldest}"
        yield Finding("warn", "rates", message, "Run `storefront rates update` each working day.")


def pictures(facts: Facts) -> Iterator[Finding]:
    counted = facts.pictures or {}
    if failed := counted.get("failed", 0):
        todo = "`storefront pictures status` says why, `pictures fetch` tries again."
        yield Finding("warn", "pictures", f"{failed} could not be fetched", todo)
    if waiting := counted.get("waiting", 0):
        yield Finding("warn", "pictures", f"{waiting} are still to be fetched", "The worker fetches them.")
    if facts.lost_files:
        message = f"{facts.lost_files} stored pictures have no file in media/"
        yield Finding("bad", "pictures", message, "Put media/ back from a backup, or share it: docs/scale.md.")


def search(facts: Facts) -> Iterator[Finding]:
    if facts.unindexed:
        message = f"{facts.unindexed} products are still to be indexed; until then they may not be found"
        yield Finding("warn", "search", message, "The worker indexes them; `storefront search-reindex` does at once.")


def catalogue(facts: Facts) -> Iterator[Finding]:
    if not facts.offers:
        yield Finding("warn", "catalogue", "nothing is for sale", "Import a catalogue, or use the desk.")
    if facts.weightless:
        message = f"{facts.weightless} offers are of variants without a weight: delivery by weight takes them as 0 g"
        yield Finding("warn", "catalogue", message, "Fill in weights.")
    if facts.stockless:
        message = f"{facts.stockless} offers point at no stock"
        yield Finding("warn", "catalogue", message, "Give them a stock, tracked or not.")
    if facts.sold_out:
        yield Finding("warn", "catalogue", f"{facts.sold_out} of {facts.offers} offers are sold out", "Order more.")


def delivery(facts: Facts) -> Iterator[Finding]:
    if not facts.zones:
        yield Finding("bad", "delivery", "there is no shipping zone: nothing can be sent", "Make one on the desk.")
    for name in facts.zones_without_rates:
        yield Finding("bad", "delivery", f"the zone {name} has no rate", "Give it one, or remove it.")


def worker(facts: Facts) -> Iterator[Finding]:
    todo = "`storefront serve` runs one beside it, else run `storefront worker`."
    if is_silent(facts.beat, facts.now):
        last = f"since {facts.beat:%Y-%m-%d %H:%M} UTC" if facts.beat else "so far"
        yield Finding("bad", "worker", f"the worker was not heard of {last}: no mails, no refunds", todo)
    if facts.timers_late:
        yield Finding("bad", "worker", f"{facts.timers_late} timers are overdue", todo)
    if facts.outbox_failing:
        message = f"{facts.outbox_failing} pieces of work have failed and wait"
        yield Finding("warn", "worker", message, "The log says why; they are tried again by themselves.")


def mail(facts: Facts) -> Iterator[Finding]:
    settings = facts.settings
    level: Level = "bad" if settings.production else "warn"
    if not settings.mail.smtp:
        yield Finding(level, "mail", f"mails are written to {settings.mail.folder}/, not sent", "Set [mail] smtp.")
    if is_loopback(settings.mail.sender.rpartition("@")[2]):
        yield Finding(level, "mail", f"mails come from {settings.mail.sender}", "Set [mail] sender.")


def plugins(facts: Facts) -> Iterator[Finding]:
    for name in facts.missing_plugins:
        message = f"plugin {name} is on, and its package is not installed"
        yield Finding("bad", "plugins", message, f"Install it, or `storefront plugin disable {name}`.")


def cache(facts: Facts) -> Iterator[Finding]:
    if facts.redis_error:
        message = f"Redis does not answer ({facts.redis_error}): each process keeps its own pages"
        yield Finding("bad", "cache", message, "Start it, or set cache.")
    if facts.redis_policy not in GOOD_POLICIES:
        message = f"Redis's maxmemory-policy is {facts.redis_policy}: an old page may outlive what replaces it"
        yield Finding("bad", "cache", message, "Set volatile-ttl: docs/scale.md.")


def disk(facts: Facts) -> Iterator[Finding]:
    for level, (share, size) in (("bad", FULL), ("warn", NEARLY_FULL)):
        if facts.disk_free < min(share * facts.disk_total, size):
            message = f"{facts.disk_free // 1_000_000} MB are left where the shop lies"
            yield Finding(level, "disk", message, "Make room.")  # type: ignore[arg-type]
            return


CHECKS: dict[str, Check] = {
    "database": database,
    "migrations": migrations,
    "start": start,
    "production": production,
    "legal pages": legal_pages,
    "rates": rates,
    "pictures": pictures,
    "search": search,
    "catalogue": catalogue,
    "delivery": delivery,
    "worker": worker,
    "mail": mail,
    "plugins": plugins,
    "cache": cache,
    "disk": disk,
}
# what a shop that runs is asked at the desk
RUNNING = ("production", "legal pages", "rates", "delivery", "worker", "mail", "plugins", "cache", "disk")
