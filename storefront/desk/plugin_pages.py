"""What a plugin's own pages at the desk may use; reached through storefront.api only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from flask import Blueprint, current_app

from storefront.catalogue.rows import Row
from storefront.desk.base_pages import desk_url, not_found, refused, render_desk, speak
from storefront.desk.contexts import ListPage, RowView
from storefront.desk.form_pages import shop_form, show
from storefront.desk.keyset import Rows
from storefront.desk.listing import Asked, Rules
from storefront.desk.table_pages import table_view
from storefront.desk.versions import ChangedMeanwhile
from storefront.errors import NotFound, Refused
from storefront.forms import Errors, Section
from storefront.i18n import Message
from storefront.web.form_view import ActionForm
from storefront.web.frame import Link
from storefront.web.shopper import shopper


class DeskPages(Blueprint):
    """A plugin's pages at the desk, for its hook `blueprints`: core puts them under /desk/<code>/.

    They speak the person's language, and NotFound and Refused are answered as everywhere at the desk. acts: what
    the audit trail calls what is done here; subjects: kind of a subject → endpoint and name of its number there.
    """

    def __init__(
        self,
        name: str,
        import_name: str,
        acts: Mapping[str, Message] | None = None,
        subjects: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        super().__init__(name, import_name)
        self.acts, self.subjects = dict(acts or {}), dict(subjects or {})
        self.before_request(speak)
        self.register_error_handler(NotFound, not_found)
        self.register_error_handler(Refused, refused)


def plugins_pages() -> Iterator[DeskPages]:
    """Those of the plugins that are on."""
    return (one for one in current_app.blueprints.values() if isinstance(one, DeskPages))


def desk_list(
    title: Message,
    rules: Rules,
    wanted: Asked,
    found: Rows,
    draw: Callable[[Row], RowView],
    *,
    empty: Message,
    count: Message | None = None,
    new: tuple[Message, str] | None = None,
) -> Any:
    """The page of a table: rules and wanted as `asked_table` has them, found by `table_page`.

    draw makes a row of what was found; new: words and endpoint of the page that begins another one.
    """
    visitor = shopper()
    table = table_view(title, rules, wanted, found, draw, empty=empty, count=count)
    buttons = (Link(visitor.t(new[0]), desk_url(new[1])),) if new else ()
    said = visitor.t(title)
    return render_desk("desk/list.html", ListPage(said, table, buttons=buttons), title=said)


def desk_form(
    sections: Sequence[Section],
    typed: Mapping[str, str],
    *,
    title: Message,
    action: str,
    back: tuple[Message, str],
    version: str = "",
    errors: Errors | None = None,
    meanwhile: ChangedMeanwhile | None = None,
    saved: Mapping[str, str] | None = None,
    subject: str = "",
    acts: Sequence[ActionForm] = (),
) -> Any:
    """The page of a form, with what was typed; action is where it is sent, back its list: words and path.

    version and meanwhile are for two who edit the same (`check_version`); saved and subject tell the second what
    stands there now, and by whom.
    """
    return show(
        shop_form(tuple(sections), ()),
        typed,
        title=shopper().t(title),
        action=action,
        crumb=Link(shopper().t(back[0]), back[1]),
        version=version,
        errors=errors,
        meanwhile=meanwhile,
        saved=saved,
        subject=subject,
        acts=acts,
    )
