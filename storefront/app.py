"""create_app(): settings → database → plugins → languages → theme → blueprints → errors."""

from __future__ import annotations

import logging
import os
from collections import defaultdict
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, g, jsonify, redirect, request
from flask_babel import Babel
from jinja2 import FileSystemLoader
from werkzeug.exceptions import HTTPException

from storefront import core_hooks, db, plugin_manager, runtime
from storefront.errors import NotFound, Refused
from storefront.i18n import Catalogues, negotiate
from storefront.languages import cldr
from storefront.markets import market_of
from storefront.operations.health import health, missing_plugins
from storefront.plugin_leaving import open_orders
from storefront.runtime import Runtime
from storefront.settings import Settings
from storefront.values import Fragment, Workflow
from storefront.web.assets import Assets, static_pages
from storefront.web.away import away_page, passes
from storefront.web.folders import plugin_folders, static_folders, template_folders
from storefront.web.globals import add_globals
from storefront.web.htmx import htmx
from storefront.web.inspector.pages import set_up_inspector
from storefront.web.limits import TooMany, set_up_limits
from storefront.web.metrics import set_up_metrics
from storefront.web.near_addresses import repair_addresses
from storefront.web.page_limits import set_up_page_limits
from storefront.web.people import set_up_sign_in
from storefront.web.reading import read_once
from storefront.web.rendering import remember_market
from storefront.web.request_ids import request_id, set_up_request_ids
from storefront.web.request_log import shown_path
from storefront.web.security import guard
from storefront.web.shopper import preferred_languages, shopper
from storefront.web.template_loading import Chain, ShopEnvironment
from storefront.web.themes import find_theme, refuse_broken
from storefront.workflow import check_workflow

log = logging.getLogger(__name__)
PACKAGE = Path(__file__).parent


def build_runtime(settings: Settings) -> Runtime:
    """Plugins, catalogues and workflows of the shop as the database says they are now."""
    version = plugin_manager.set_version()
    states = plugin_manager.read_states()
    # without open orders a missing package is a mistake that stops the start; with them the shop must go on
    missing = frozenset(name for name in missing_plugins(states) if open_orders(name))
    plugins = plugin_manager.build({**states, **dict.fromkeys(missing, "disabled")}, core_hooks)
    plugins.missing = missing
    theme = find_theme(settings)
    of_plugins = plugin_folders(plugins.states, "translations")
    folders = [PACKAGE / "translations", *of_plugins, *theme.folders("translations")]
    built = Runtime(settings, plugins, Catalogues(folders), version)
    runtime.swap(built)
    built.workflows.update(_workflows(plugins))
    built.fragments.update(_fragments(plugins))
    built.providers.update({p.code: p for p in plugins.listed("payment_providers", context=None)})
    built.blueprints.update(plugins.open("blueprints"))
    return built


def create_app(settings: Settings) -> Flask:
    """The shop as a Flask application; build another when plugins change, and swap it."""
    if db.database.obj is None:
        db.open_database(settings.database_url)
    built = build_runtime(settings)
    theme = find_theme(settings)
    app = Flask("storefront", static_folder=None, template_folder=None)
    app.jinja_environment = ShopEnvironment
    app.secret_key = settings.secret_key
    app.config.update(
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=settings.production,
        PERMANENT_SESSION_LIFETIME=timedelta(days=settings.checkout.cart_days),
        MAX_CONTENT_LENGTH=16 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
    )
    app.extensions["fragment_failures"] = {}
    states = built.plugins.states
    reload = os.environ.get("STOREFRONT_DEBUG") == "1" and not settings.production
    app.config["TEMPLATES_AUTO_RELOAD"] = reload
    assets = app.extensions["assets"] = Assets(static_folders(theme, states), reload, theme.styles)
    app.jinja_options = {"extensions": ["jinja2.ext.i18n"], "trim_blocks": False}
    app.jinja_loader = Chain([FileSystemLoader(folder) for folder in template_folders(theme, states)])
    add_globals(app, assets)
    refuse_broken(theme, app.jinja_env)
    htmx.init_app(app)
    # formatting in plugins' templates follows the page's language; texts come from our merged catalogues
    Babel(app, locale_selector=lambda: str(cldr(shopper().language)), configure_jinja=False)
    set_up_request_ids(app)
    set_up_metrics(app, settings.metrics)
    guard(app)
    repair_addresses(app, settings.shop.languages)
    set_up_sign_in(app, settings)
    set_up_limits(app, settings)
    set_up_page_limits(app, settings.limits)
    read_once(app)
    _languages(app, settings)
    _blueprints(app, built, assets)
    _errors(app)
    if reload:
        folders = [*template_folders(theme, states), *static_folders(theme, states)]
        set_up_inspector(app, settings.shop.languages, folders)
    app.teardown_request(_close_open_transaction)
    return app


# -- parts ----------------------------------------------------------------------------------------


def _workflows(plugins: plugin_manager.Plugins) -> dict[tuple[str, str], Workflow]:
    found = {}
    for name, workflows in plugins.open("workflows"):
        for workflow in workflows:
            check_workflow(workflow, name)
            found[(workflow.noun, name)] = workflow
    return found


def _fragments(plugins: plugin_manager.Plugins) -> dict[str, list[tuple[str, Fragment]]]:
    found: defaultdict[str, list[tuple[str, Fragment]]] = defaultdict(list)
    for name, fragments in plugins.open("fragments"):
        for fragment in fragments:
            found[fragment.slot].append((name, fragment))
    for pairs in found.values():
        pairs.sort(key=lambda pair: (pair[1].order, pair[0], pair[1].name))
    return dict(found)


def _languages(app: Flask, settings: Settings) -> None:
    """The language is the first part of the path; views never see it."""
    shop = settings.shop

    @app.url_value_preprocessor
    def take_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
        tag = values.pop("lang", None) if values else None
        if tag is None:
            return
        if tag not in shop.languages:
            lower = {known.lower(): known for known in shop.languages}
            g.language = shop.default_language
            if tag.lower() in lower:
                g.respelt = lower[tag.lower()]
                return
            abort(404)
        g.language = tag

    @app.before_request
    def respell() -> Response | None:
        if "respelt" not in g:
            return None
        rest = request.full_path.rstrip("?").split("/", 2)[2]
        return redirect(f"/{g.respelt}/{rest}", code=301)  # type: ignore[return-value]

    @app.after_request
    def keep_market(response: Response) -> Response:
        """A market that a link names is remembered like a chosen one."""
        named = request.args.get("market", "")
        if named and response.status_code == 200 and market_of(named, runtime.current()):
            remember_market(response, named)
        return response

    @app.get("/")
    def root() -> Response:
        accepted = request.headers.get("Accept-Language", "")
        tag = negotiate(accepted, preferred_languages(shop.default_language, shop.languages))
        response = redirect(f"/{tag}/", code=302)
        response.vary.add("Accept-Language")
        return response  # type: ignore[return-value]


def _blueprints(app: Flask, built: Runtime, assets: Assets) -> None:
    from storefront.accounts.pages import pages as account
    from storefront.accounts.ratings.pages import pages as ratings
    from storefront.accounts.threads.pages import pages as threads
    from storefront.cart.pages import pages as cart
    from storefront.catalogue.guarantee_pages import guarantee
    from storefront.catalogue.market_pages import market
    from storefront.catalogue.pages import pages as catalogue
    from storefront.catalogue.sitemap_pages import sitemap
    from storefront.checkout.pages import pages as checkout
    from storefront.checkout.pay_pages import pages as pay
    from storefront.desk.pages import pages as desk
    from storefront.desk.plugin_pages import DeskPages
    from storefront.orders.cases import claim_pages, withdraw_pages  # noqa: F401 - their pages join the blueprint
    from storefront.orders.cases.pages import pages as cases
    from storefront.orders.change_pages import pages as changes
    from storefront.orders.documents.pages import pages as documents
    from storefront.orders.pages import pages as orders
    from storefront.payments.pages import blueprint as payments
    from storefront.web.fragments import pages as fragments

    buying = (catalogue, guarantee, market, sitemap, cart, checkout, pay, payments)
    after_sale = (orders, changes, documents, cases, account, threads, ratings)
    for blueprint in (*buying, *after_sale, desk, fragments):
        app.register_blueprint(blueprint)
    app.register_blueprint(static_pages(assets, built.settings.media))
    for name, blueprints in built.blueprints.items():
        for blueprint in blueprints:
            place = "/desk" if isinstance(blueprint, DeskPages) else "/<lang>"
            app.register_blueprint(blueprint, url_prefix=f"{place}/{name}")

    @app.get("/healthz")
    def healthz() -> Response:
        found = health(built, db.utc_now())
        failures = app.extensions["fragment_failures"]
        said = {**asdict(found), "plugins": built.plugins.states, "fragment_failures": failures}
        answer = jsonify(said)
        answer.status_code, answer.cache_control.no_store = found.http_status, True
        return answer

    @app.get("/favicon.ico")
    def favicon() -> Response:
        """For what asks without reading the page; pages name the theme's drawing."""
        found = assets.find("img/favicon.ico")
        if found is None:
            abort(404)
        response = Response(found.encoded[""], mimetype=found.mimetype)
        response.cache_control.public, response.cache_control.max_age = True, 24 * 3600
        return response

    @app.get("/robots.txt")
    def robots() -> Response:
        private = ("cart", "checkout/", "pay/", "account/", "messages")
        lines = ["User-agent: *", "Disallow: /desk/", *(f"Disallow: /*/{path}" for path in private)]
        lines.append(f"Sitemap: {built.shop.base_url}/sitemap.xml")
        return Response("\n".join(lines) + "\n", mimetype="text/plain")


def _errors(app: Flask) -> None:
    """Pages that help; a bug gives a plain page with an id, never a trace."""
    from storefront.web.error_pages import error_page

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Any:
        if error.response is not None:
            return error.response
        answer = error_page(error.code or 500)
        if isinstance(error, TooMany):
            answer.headers["Retry-After"] = str(error.seconds)
        return answer

    @app.errorhandler(NotFound)
    def not_found(error: NotFound) -> Any:
        return error_page(404)

    @app.errorhandler(Refused)
    def refused(error: Refused) -> Any:
        return error_page(422, error.message)

    @app.errorhandler(Exception)
    def bug(error: Exception) -> Any:
        trace_id = request_id()
        if passes(error):
            log.error("not now: %s, at %s %s", error, request.method, shown_path(request.path))
            return away_page(app, trace_id)
        log.exception("error at %s %s, request %s", request.method, shown_path(request.path), trace_id)
        if app.testing and app.config.get("PROPAGATE_BUGS"):
            raise error
        return error_page(500, trace_id=trace_id)


def _close_open_transaction(_error: BaseException | None) -> None:
    """A thread keeps its connection; nothing may be left open on it."""
    if db.database.obj is not None and db.database.in_transaction():
        db.let_go()
