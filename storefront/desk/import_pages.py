"""Bringing products in by upload: choose a file, see what it would do, say yes, watch."""

from __future__ import annotations

import contextlib
from typing import IO, Any

from flask import Response, make_response, request
from werkzeug.exceptions import RequestEntityTooLarge

from storefront.accounts.permissions import may
from storefront.catalogue.importers.drafting import Sale
from storefront.catalogue.importers.formats import readers, system_of
from storefront.catalogue.seller_models import model_problem
from storefront.catalogue.tables import Seller
from storefront.desk import import_actions, import_files
from storefront.desk.base_pages import actor, desk_person, desk_url, go, known_number, pages, render_desk
from storefront.desk.form_pages import typed_form
from storefront.desk.import_actions import Upload
from storefront.desk.import_contexts import UploadPage
from storefront.desk.import_files import MOST_BYTES, FileRefused, most_megabytes
from storefront.desk.import_reports import as_csv
from storefront.desk.import_view import file_page, listed_issues, recent_table, report_of
from storefront.desk.tables import ImportFile
from storefront.errors import NotFound
from storefront.forms import Errors, Field, Option, Section, check_fields
from storefront.i18n import Message, _, language, plain
from storefront.records.importing import FORMAT as OWN
from storefront.runtime import current
from storefront.web.form_view import FormError
from storefront.web.frame import Link
from storefront.web.people import private, requires
from storefront.web.rendering import field_views
from storefront.web.shopper import shopper


@pages.get("/desk/import", endpoint="imports")
@requires("import")
def choose() -> Response:
    return _form(_usual(), {})


@pages.post("/desk/import", endpoint="upload_import")
@requires("import")
def upload() -> Response:
    request.max_content_length = MOST_BYTES + 1_000_000
    try:
        typed, sent = typed_form(), request.files.get("file")
    except RequestEntityTooLarge:
        return _form(_usual(), {"file": import_files.too_large()})
    checked = check_fields(_fields(), typed)
    errors = dict(checked.errors)
    if not errors and checked.values["format"] != OWN and (problem := _strange_model(checked.values)):
        errors["model"] = problem
    if sent is None or not sent.filename:
        errors["file"] = _("Please choose a file.")
    if errors or sent is None:
        return _form(typed, errors)
    try:
        # before the file is looked at: whoever has to wait need not choose it again
        import_actions.refuse_second()
        token, format = _kept(sent.stream, checked.values["format"])
    except FileRefused as refused:
        return _form(typed, {"file" if refused.code == "file" else refused.code: refused.message})
    except import_actions.OneRuns as refused:
        return _form(typed, {"file": refused.message})
    wanted = Upload(sent.filename or "", token, format, None if format == OWN else _sale(checked.values))
    try:
        number = import_actions.add_upload(actor(), wanted)
    except BaseException:
        import_files.forget(current().settings.home, token)
        raise
    return go(desk_url("desk.import_file", import_id=number))


def _kept(stream: IO[bytes], wanted: str) -> tuple[str, str]:
    """The token of the file, which is kept now, and its format."""
    home = current().settings.home
    token = import_files.keep(stream, home)
    try:
        known = readers(current().plugins)
        format = import_files.format_of(import_files.path_of(home, token), wanted, known, own=_may_own())
    except BaseException:
        import_files.forget(home, token)
        raise
    return token, format


def _may_own() -> bool:
    return may(desk_person(), "settings.edit")


def _sale(values: dict[str, str]) -> Sale:
    seller = Seller.get(Seller.slug == values["seller"])
    return Sale(seller.slug, values["model"], values["currency"], values["locale"], seller.country)


def _strange_model(values: dict[str, str]) -> Message | None:
    """Why this seller's offers may not be of that model."""
    return model_problem(Seller.get(Seller.slug == values["seller"]), values["model"])


def _fields() -> tuple[Field, ...]:
    """What is asked besides the file; where there is nothing to choose the one value stands there."""
    visitor, runtime = shopper(), current()
    shop, models = runtime.settings.shop, runtime.plugins.models
    formats = [(name, system_of(name)) for name in sorted(readers(runtime.plugins))]
    formats += [(OWN, visitor.t(_("This shop’s own format")))] if _may_own() else []
    sellers = Seller.select(Seller.slug, Seller.name).order_by(Seller.trader.desc(), Seller.id).tuples()
    selling = sorted(runtime.plugins.selling)
    return (
        Field(
            "format", _("Comes from"), "select", False, width="half",
            options=(Option("", _("Find out from the file")), *(Option(name, plain(label)) for name, label in formats)),
        ),
        Field("seller", _("Sold by"), "select", width="half", options=_options(sellers)),
        Field(
            "model", _("Business model"), "select", width="third",
            options=tuple(Option(code, models[code].name) for code in selling),
        ),
        Field("currency", _("Currency of its prices"), "select", width="third", options=_plain(shop.currencies)),
        Field(
            "locale", _("Language of its texts"), "select", width="third",
            options=tuple(Option(tag, plain(language(tag).name)) for tag in shop.languages),
        ),
    )  # fmt: skip


def _options(pairs: Any) -> tuple[Option, ...]:
    return tuple(Option(value, plain(label)) for value, label in pairs)


def _plain(values: tuple[str, ...]) -> tuple[Option, ...]:
    return _options((value, value) for value in values)


def _usual() -> dict[str, str]:
    """What the form begins with."""
    settings = current().settings
    seller = Seller.select(Seller.slug).order_by(Seller.trader.desc(), Seller.id).first()
    return {
        "format": "",
        "seller": seller.slug if seller else "",
        "model": settings.catalogue.import_model,
        "currency": settings.shop.currency,
        "locale": settings.shop.default_language,
    }


def _form(typed: dict[str, str], errors: Errors) -> Response:
    visitor = shopper()
    help = _("Only for files of other systems: this shop’s own format says all that itself.") if _may_own() else None
    sections = (Section(_fields(), _("What the file says nothing about"), help),)
    title = visitor.t(_("Import"))
    systems = tuple(system_of(name) for name in sorted(readers(current().plugins)))
    formats = _("CSV files as %(systems)s export them, at most %(most)s MB.", systems=systems, most=most_megabytes())
    page = UploadPage(
        title=title,
        action=desk_url("desk.upload_import"),
        groups=field_views(sections, typed, errors, visitor),
        formats=visitor.t(formats),
        most=MOST_BYTES,
        too_large=visitor.t(import_files.too_large()),
        table=recent_table(visitor),
        errors=tuple(FormError(visitor.t(message), name) for name, message in errors.items()),
        file_error=visitor.t(errors.get("file")),
    )
    return render_desk("desk/import.html", page, title=title, status=422 if errors else 200)


# -- one upload -----------------------------------------------------------------------------------


@pages.get("/desk/import/<import_id>", endpoint="import_file")
@requires("import")
def show(import_id: str) -> Response:
    page = file_page(_known(import_id), shopper())
    crumb = Link(shopper().t(_("Import")), desk_url("desk.imports"))
    return render_desk("desk/import_file.html", page, title=page.title, crumbs=(crumb,))


@pages.post("/desk/import/<import_id>/start", endpoint="start_import")
@requires("import")
def start(import_id: str) -> Response:
    number = known_number(import_id)
    import_actions.start_import(actor(), number, skip_errors=request.form.get("without") == "1")
    return go(desk_url("desk.import_file", import_id=number))


@pages.post("/desk/import/<import_id>/stop", endpoint="stop_import")
@requires("import")
def stop(import_id: str) -> Response:
    number = known_number(import_id)
    token = import_actions.stop_import(actor(), number)
    with contextlib.suppress(OSError):
        import_files.forget(current().settings.home, token)
    return go(desk_url("desk.import_file", import_id=number), _("Nothing more of this file is imported."))


@pages.get("/desk/import/<import_id>/report.csv", endpoint="import_report")
@requires("import")
def report(import_id: str) -> Response:
    row = _known(import_id)
    issues, more = listed_issues(row), report_of(row).more
    answer = make_response(as_csv(issues, more, shopper().t))
    answer.mimetype = "text/csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="import-{row.id}.csv"'
    return private(answer)


def _known(import_id: str) -> ImportFile:
    row: ImportFile | None = ImportFile.get_or_none(ImportFile.id == known_number(import_id))
    if row is None:
        raise NotFound(f"there is no upload {import_id}")
    import_actions.must_import(actor(), row.format)
    return row
