"""What happens beside the requests: outbox, timers, payments. huey runs it; the rows are the truth."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from huey import MemoryHuey
from huey.consumer import Consumer, Scheduler

from storefront import invalidations, outbox, workflow
from storefront.accounts.applications import suspending, watching
from storefront.accounts.ratings import counting, inviting, sealing
from storefront.accounts.ratings.photos import show_photos
from storefront.accounts.threads.leaving import forget_unproved
from storefront.cart.actions import forget_old_carts
from storefront.catalogue import picture_run, remote_pictures, shelf, stock
from storefront.catalogue.fetching import Limits
from storefront.catalogue.machines import networks
from storefront.catalogue.search import reindexing
from storefront.db import close, transaction, utc_now
from storefront.desk import import_work
from storefront.errors import PluginError
from storefront.i18n import _
from storefront.operations import health
from storefront.orders.cases.chargebacks import follow as follow_chargeback
from storefront.payments import actions, chargebacks
from storefront.payments.holds import look_again
from storefront.payments.payouts import run_payout
from storefront.payments.releasing import release_due
from storefront.payments.sandbox import SandboxCard
from storefront.payments.sandbox_delivery import deliver_webhooks
from storefront.runtime import current
from storefront.tables import Fact
from storefront.uploads.actions import forget_lost

log = logging.getLogger(__name__)
PERIOD_SECONDS = 2
REINDEXED_AT_ONCE = 10
LISTS_SEEN = "lists.seen"
LISTS_EVERY = timedelta(minutes=1)
FILES_SWEPT = "files.swept"
FILES_EVERY = timedelta(days=1)


def handlers(now: datetime | None = None) -> dict[str, outbox.Handler]:
    """What core does for each kind of outbox row; each may be called twice for a row."""
    moment = now or utc_now()
    return {
        "after_moved": lambda payload, _row_id: _after_moved(payload, moment),
        "after_order_placed": lambda payload, _row_id: _after_order_placed(payload),
        "refund": lambda payload, _row_id: actions.run_refund(payload["refund"], moment),
        "payout": lambda payload, _row_id: run_payout(payload["payout"], moment),
        "order_mail": _order_mail,
        "notice_mail": _notice_mail,
        "document": lambda payload, _row_id: _document(payload, moment),
        "account_mail": _account_mail,
        suspending.SHELF_KIND: lambda payload, _row_id: suspending.follow_shelf(payload, moment),
        "thread_mail": _thread_mail,
        "thread_proof": _thread_proof,
        "thread_translation": _thread_translation,
        "review_mail": _review_mail,
        "review_photos": _review_photos,
        "case_mail": _case_mail,
        "chargeback": lambda payload, _row_id: follow_chargeback(payload, moment),
    }


def run_once(now: datetime) -> int:
    """Do everything that is due; how much was done. One part's failure does not stop the others."""
    return sum(_guarded(part, now) for part in PARTS)


def run_forever(refresh: Callable[[], None] = lambda: None) -> None:
    """Run every few seconds until the process is told to stop; refresh is called before each run."""
    huey = MemoryHuey("storefront", utc=True)

    def tick() -> None:
        refresh()
        run_once(utc_now())

    for work in (tick, fetch_pictures, import_uploads):
        # one that waited for a long run is dropped: the next one does its work
        huey.periodic_task(lambda _moment: True, expires=PERIOD_SECONDS, name=work.__name__)(one_at_a_time(work))
    # a slow picture, or a long import, keeps no payment waiting
    Runner(huey, workers=3, scheduler_interval=1).run()


def one_at_a_time(work: Callable[[], object]) -> Callable[[], None]:
    """The work, left out while it is still being done elsewhere in this process."""
    busy = threading.Lock()

    def alone() -> None:
        if busy.acquire(blocking=False):
            try:
                work()
            finally:
                close()
                busy.release()

    return alone


def fetch_pictures() -> None:
    """Fetch the pictures of imports whose turn it is."""
    catalogue = current().settings.catalogue
    if catalogue.fetch_pictures and remote_pictures.is_due(utc_now()):
        limits = Limits(private=networks(catalogue.fetch_from))
        picture_run.Run(current().settings.media, limits).all()


def import_uploads() -> None:
    """Look at what was uploaded at the desk, and import it."""
    import_work.run(current(), utc_now())


class Beat(Scheduler):
    """huey's scheduler, which looks for periodic tasks once a minute, at our pace."""

    periodic_task_seconds = PERIOD_SECONDS


class Runner(Consumer):
    """huey's consumer with that scheduler: signals, threads and restarts are its business."""

    scheduler_class = Beat


def _reindex(_now: datetime) -> int:
    """A few pieces of what is to be indexed afresh; the rest when the other work was looked after."""
    return reindexing.run(most=REINDEXED_AT_ONCE)


def _outbox(now: datetime) -> int:
    return outbox.work(handlers(now), now)


def _sandbox(now: datetime) -> int:
    provider = current().providers.get(SandboxCard.code)
    return deliver_webhooks(provider, now) if isinstance(provider, SandboxCard) else 0


@transaction()
def _release_lapsed(now: datetime) -> int:
    return stock.release_lapsed(now)


@transaction()
def _lists(now: datetime) -> int:
    """What time alone changes: offers that ended, reductions that began or ended, carts left alone,
    questions that nobody proved."""
    seen = Fact.get_or_none(Fact.name == LISTS_SEEN)
    since = datetime.fromisoformat(seen.value) if seen else now - timedelta(days=1)
    if seen and now - since < LISTS_EVERY:
        return 0
    Fact.insert(name=LISTS_SEEN, value=now.isoformat()).on_conflict(
        conflict_target=[Fact.name], update={Fact.value: now.isoformat()}
    ).execute()
    invalidations.prune(now.timestamp())
    return len(shelf.refresh_lapsed(now, since)) + forget_old_carts(now) + forget_unproved(now)


def _files(now: datetime) -> int:
    """Once a day: what people sent and nothing names any more; a day old, so that none is just being attached."""
    seen = Fact.get_or_none(Fact.name == FILES_SWEPT)
    if seen and now - datetime.fromisoformat(seen.value) < FILES_EVERY:
        return 0
    gone = forget_lost(current().settings.private, now - FILES_EVERY)
    with transaction():
        Fact.insert(name=FILES_SWEPT, value=now.isoformat()).on_conflict(
            conflict_target=[Fact.name], update={Fact.value: now.isoformat()}
        ).execute()
    return gone


def _reviews(now: datetime) -> int:
    """Sealed ratings whose time is over, mails that ask for reviews, sellers' figures."""
    settings = current().settings.reviews
    done = sealing.open_due(now, checked_first=settings.check_first)
    return done + inviting.invite(now, settings.invite_days) + counting.count_due(now)


def _beat(now: datetime) -> int:
    health.beat(now)
    return 0


# asked before they lapse: whoever has paid keeps his order
PARTS: tuple[Callable[[datetime], int], ...] = (
    _beat,
    _sandbox,
    actions.sweep,
    actions.lapse,
    chargebacks.match_chargebacks,
    workflow.fire_timers,
    release_due,
    _release_lapsed,
    _lists,
    watching.watch,
    _reviews,
    _files,
    _outbox,
    _reindex,
)


def _guarded(part: Callable[[datetime], int], now: datetime) -> int:
    try:
        return part(now)
    except Exception:
        log.exception("%s failed; it is tried again", part.__name__)
        return 0


# -- the outbox's kinds ---------------------------------------------------------------------------


def _after_moved(payload: Mapping[str, Any], now: datetime) -> None:
    subject = payload["subject"]
    noun, _sep, number = subject.partition(":")
    if noun == "order":
        if payload["transition"] == "cancel":
            actions.end_order(int(number), _("The order was cancelled."), now)
        actions.fall_due(int(number), now)
        look_again(int(number), now)
    current().plugins.open("after_moved", subject=subject, transition=payload["transition"])


def _after_order_placed(payload: Mapping[str, Any]) -> None:
    if payload["business_model"] in current().plugins.missing:
        raise PluginError(f"plugin {payload['business_model']!r} is not installed: tried again later")
    current().plugins.owned("after_order_placed", payload["business_model"], order_id=payload["order"])


def _document(payload: Mapping[str, Any], now: datetime) -> None:
    from storefront.orders.documents.issuing import issue_document

    issue_document(payload, now)


def _order_mail(payload: Mapping[str, Any], row_id: int) -> None:
    # here, because mails need what pages need, and payments are needed without
    from storefront.orders.mails import send_order_mail

    send_order_mail(payload["purchase"], row_id)


def _notice_mail(payload: Mapping[str, Any], row_id: int) -> None:
    from storefront.orders.mails import send_notice

    send_notice(payload, row_id)


def _account_mail(payload: Mapping[str, Any], row_id: int) -> None:
    from storefront.accounts.mails import send_account_mail

    send_account_mail(payload, row_id)


def _thread_mail(payload: Mapping[str, Any], row_id: int) -> None:
    from storefront.accounts.threads.mails import send_thread_mail

    send_thread_mail(payload, row_id)


def _thread_proof(payload: Mapping[str, Any], row_id: int) -> None:
    from storefront.accounts.threads.mails import send_proof_mail

    send_proof_mail(payload, row_id)


def _thread_translation(payload: Mapping[str, Any], _row_id: int) -> None:
    from storefront.accounts.threads.translating import translate_new

    translate_new(payload["message"])
def _review_mail(payload: Mapping[str, Any], row_id: int) -> None:
    from storefront.accounts.ratings.mails import send_review_mail

    send_review_mail(payload, row_id)


def _review_photos(payload: Mapping[str, Any], _row_id: int) -> None:
    settings = current().settings
    show_photos(payload["review"], settings.private, settings.media)


def _case_mail(payload: Mapping[str, Any], row_id: int) -> None:
    from storefront.orders.cases.mails import send_case_mail

    send_case_mail(payload, row_id)
