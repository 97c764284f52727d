"""Slots and fragments: contexts fetched in bulk, failures contained, three ways of delivery."""

from __future__ import annotations

import hashlib
import logging
import secrets
import time
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from flask import current_app, g, has_request_context, request
from markupsafe import Markup

from storefront import counts
from storefront.catalogue.keeping import kept_each
from storefront.values import Context, Fragment, Kept
from storefront.web.inspector.marks import inspector, marked, note_slot
from storefront.web.page_cache.memo import Known, Memo, memo
from storefront.web.page_cache.recording import ENVIRON_KEY, Recording
from storefront.web.shopper import Shopper

log = logging.getLogger(__name__)
Slots = Mapping[str, Sequence[Any]]

# slots that every page has, with no subject
EVERYWHERE: dict[str, Sequence[Any]] = {"header.cart": [""], "footer.links": [""]}


def element_id(fragment: Fragment, subject: Any) -> str:
    """The id of its root element: its name, and its subject in a list (product-price-p12)."""
    return fragment.name if subject == "" else f"{fragment.name}-p{subject}"


class Prepared:
    """The fragments of one page: each context function was called once with all its subjects."""

    def __init__(
        self, shopper: Shopper, slots: Slots, only: frozenset[str] | None = None, address: str = ""
    ) -> None:
        self._shopper = shopper
        self._slots = {**EVERYWHERE, **slots}
        self._only = only
        self._page_address = address
        self._late: dict[str, None] = {}
        self._recording = _recording()
        self._contexts: dict[tuple[Any, ...], dict[Any, dict[str, Any]]] = {}
        self._said: dict[tuple[Any, Any], Kept] = {}
        self._parts: dict[str, dict[Any, Known]] = {}
        own = shopper.context.tried is not None or bool(shopper.context.previewed)
        self.memo = memo() if only is None and not own else None

    @cached_property
    def context(self) -> Context:
        """What public fragments are asked with."""
        return self._shopper.public_context

    def html(self, slot: str, subject: Any = "") -> Markup:
        """Everything in a slot about a subject; the guaranteed empty state is the empty text."""
        subject = "" if subject is None else subject
        parts = [
            self._drawn(plugin, fragment, subject)
            for plugin, fragment in self._shopper.runtime.fragments.get(slot, [])
        ]
        if inspector() is not None:
            note_slot(slot, not any(parts))
        return parts[0] if len(parts) == 1 else Markup("").join(parts)

    def fragment(
        self, slot: str, plugin: str, fragment: Fragment, subject: Any, among: Sequence[Any] | None = None
    ) -> Markup:
        """One fragment now, whatever its delivery; empty when it has nothing to say or fails.

        among: the subjects that are asked about together, where they are not all of the slot's.
        """
        subjects = self._slots.get(slot) if among is None else among
        if subjects is None or subject not in subjects:
            return Markup("")
        begun = time.perf_counter()
        try:
            context = self._context(fragment, subjects).get(subject)
            if context is None:
                return Markup("")
            template = current_app.jinja_env.get_template(fragment.template)
            html = template.render(element_id=element_id(fragment, subject), **context)
            if inspector() is not None:
                html = marked(html, plugin, fragment, template.filename or "", time.perf_counter() - begun)
            return Markup(html)  # noqa: S704 - our own autoescaped template
        except Exception:
            trace_id = secrets.token_hex(4)
            log.exception("fragment %s of plugin %s failed, trace %s", fragment.name, plugin, trace_id)
            counts.count("fragment_failures", fragment.name)
            failures = current_app.extensions["fragment_failures"]
            failures[fragment.name] = failures.get(fragment.name, 0) + 1
            return Markup("")

    def pieces(self, slot: str, subject: Any) -> list[tuple[str, Markup]]:
        """Element id and html of each fragment in a slot that has something to say about a subject."""
        found = self._shopper.runtime.fragments.get(slot, [])
        drawn = [(element_id(one, subject), self.fragment(slot, plugin, one, subject)) for plugin, one in found]
        return [(name, html) for name, html in drawn if html]

    def _drawn(self, plugin: str, fragment: Fragment, subject: Any) -> Markup:
        slot = fragment.slot
        recording = self._recording
        left_out = recording is not None and recording.holed and fragment.scope == "private"
        if recording is not None and left_out and fragment.delivery != "deferred":
            return Markup(recording.hole(slot, fragment.name, subject))  # noqa: S704 - a comment of our own
        if fragment.delivery == "deferred" and self._only is None:
            return self._placeholder(fragment, subject)
        if self.memo is not None and _is_of_a_product(fragment):
            part = self._known(self.memo, plugin, fragment).get(subject)
            return Markup("") if part is None else part.value
        html = self.fragment(slot, plugin, fragment, subject)
        if fragment.delivery == "live" and html and self._only is None:
            return self._polled(fragment, subject, html)
        return html

    def drawn(self, slot: str, name: str, subject: Any) -> Markup:
        """A fragment that was left out of a kept page, as the page would have shown it."""
        for plugin, fragment in self._shopper.runtime.fragments.get(slot, []):
            if fragment.name == name:
                return self._drawn(plugin, fragment, subject)
        return Markup("")

    def _known(self, kept: Memo, plugin: str, fragment: Fragment) -> dict[Any, Known]:
        """A public fragment of each of its products, drawn once for all pages that show it."""
        if fragment.name not in self._parts:
            context = self.context
            sku = context.shown_sku if fragment.slot.startswith("product.") else ""
            audiences = tuple(sorted(context.audiences))
            key = ("fragment", fragment.name, context.language, context.market, audiences, sku)
            subjects = list(dict.fromkeys(self._slots.get(fragment.slot, ())))
            made = kept.many(key, subjects, context.now, lambda missing: self._made(plugin, fragment, missing))
            self._parts[fragment.name] = made
            for part in made.values():
                self.shows(part.kept)
        return self._parts[fragment.name]

    def shows(self, kept: Kept) -> None:
        """The page shows this too."""
        if self._recording is not None:
            self._recording.shows(kept)

    def shown_in(self, place: str, subject: Any) -> list[Kept] | None:
        """What the fragments of some slots show of a subject; None: one of them is not kept between pages."""
        shown: list[Kept] = []
        for slot, pairs in self._shopper.runtime.fragments.items():
            if not slot.startswith(place) or subject not in self._slots.get(slot, ()):
                continue
            for _plugin, fragment in pairs:
                known = self._parts.get(fragment.name, {}).get(subject)
                if not _is_of_a_product(fragment) or known is None:
                    return None
                shown.append(known.kept)
        return shown

    def _made(self, plugin: str, fragment: Fragment, missing: list[Any]) -> dict[Any, tuple[Markup, Kept]]:
        """The fragment of some products; one that fails is not remembered."""
        before = dict(current_app.extensions["fragment_failures"])
        drawn = {subject: self.fragment(fragment.slot, plugin, fragment, subject, missing) for subject in missing}
        if before != current_app.extensions["fragment_failures"]:
            return {}
        kept = kept_each(missing, self._shopper.context.now)
        return {
            subject: (html, kept[subject].along_with(self._said.get((fragment.context_for, subject))))
            for subject, html in drawn.items()
        }

    def _context(self, fragment: Fragment, subjects: Sequence[Any]) -> dict[Any, dict[str, Any]]:
        # fragments that show parts of one answer ask for it together
        question = (fragment.context_for, fragment.scope, *subjects)
        if question not in self._contexts:
            # one that raises is asked and counted once, not for each subject
            self._contexts[question] = {}
            visitor = self._shopper
            context = visitor.context if fragment.scope == "private" else self.context
            answers = fragment.context_for(list(subjects), context)
            self._contexts[question] = {
                subject: self._noted(fragment, subject, answer)
                for subject, answer in zip(subjects, answers, strict=True)
                if answer is not None
            }
        return self._contexts[question]

    def _noted(self, fragment: Fragment, subject: Any, answer: dict[str, Any]) -> dict[str, Any]:
        """A context without its `kept`, of which the page cache is told."""
        kept = answer.get("kept")
        if not isinstance(kept, Kept):
            return answer
        self.shows(kept)
        self._said[(fragment.context_for, subject)] = kept
        return {name: value for name, value in answer.items() if name != "kept"}

    def fetch_late(self) -> Markup:
        """One request on load for all deferred fragments of the page; their answers come as partials."""
        if not self._late:
            return Markup("")
        frame = '<div id="late" hidden hx-get="{}" hx-trigger="load" hx-target="this" hx-swap="none"></div>'
        return Markup(frame).format(self._address(*self._late))

    def _address(self, *names: str) -> str:
        path = self._page_address or request.full_path.rstrip("?")
        return "/_fragments?" + urlencode({"path": path, "names": ",".join(names)})

    def _placeholder(self, fragment: Fragment, subject: Any) -> Markup:
        """A plain working link, in whose place its content comes on load."""
        self._late.setdefault(fragment.name)
        title = self._shopper.t(fragment.title) if fragment.title else fragment.name
        return Markup('<p id="{id}"><a href="{url}" hx-boost="false">{title}</a></p>').format(
            id=element_id(fragment, subject), url=self._address(fragment.name), title=title
        )

    def _polled(self, fragment: Fragment, subject: Any, html: Markup) -> Markup:
        """Its content, asked again every so many seconds; 304 when nothing changed."""
        frame = '<div hx-get="{url}" hx-trigger="every {every}s" hx-swap="innerHTML" hx-ptag="{tag}">{html}</div>'
        return Markup(frame).format(
            url=self._address(fragment.name), every=fragment.every_seconds, tag=ptag(html), html=html
        )


def _is_of_a_product(fragment: Fragment) -> bool:
    """Whether the fragment is the same on every page that shows its product."""
    return (
        fragment.scope == "public"
        and fragment.delivery == "inline"
        and fragment.slot.startswith(("card.", "product."))
    )


def _recording() -> Recording | None:
    """The page cache's recording of this page, where it may be kept."""
    found = request.environ.get(ENVIRON_KEY) if has_request_context() else None
    return found if isinstance(found, Recording) and found.keep else None


def late_fragments() -> Markup:
    """Template global, last in the layout: fetches what was deferred."""
    prepared: Prepared | None = g.get("prepared")
    return prepared.fetch_late() if prepared is not None else Markup("")


def ptag(html: str) -> str:
    """A short fingerprint of a live fragment's content."""
    return hashlib.sha256(html.encode()).hexdigest()[:16]


def slot(name: str, subject: Any = "") -> Markup:
    """Template global: what core and plugins put into a slot."""
    prepared: Prepared | None = g.get("prepared")
    return prepared.html(name, subject) if prepared is not None else Markup("")

