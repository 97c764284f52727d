"""Who is signed in; pages that want somebody. Flask-Security keeps the session, nothing else of it is reached."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ParamSpec

from flask import Flask, Response, abort, current_app, g, redirect, request, session
from flask_login.utils import _user_context_processor
from flask_principal import Principal
from flask_security import PeeweeUserDatastore, Security, UserMixin, login_user, logout_user
from flask_security import current_user as flask_user

from storefront.accounts import tables
from storefront.accounts.permissions import may
from storefront.accounts.person import Person
from storefront.accounts.queries import person_of
from storefront.cart.actions import rename_cart
from storefront.db import database
from storefront.runtime import current
from storefront.settings import Settings
from storefront.web.shopper import CART_COOKIE, SIGNED_IN, shopper

P = ParamSpec("P")
# what a browser keeps when somebody signs in; all else is forgotten
KEPT = ("keys", "order_keys", "thread_keys", "notice")


class Login(UserMixin, tables.Person):  # type: ignore[misc]
    """The same row, as Flask-Security wants it: its get_id() is the mark of the account's sessions, not the row's."""

    class Meta:
        table_name = "person"


def set_up_sign_in(app: Flask, settings: Settings) -> None:
    """Flask-Security without its pages, forms, tokens and templates; see docs/decisions."""
    app.config.update(
        SECURITY_PASSWORD_SALT=settings.secret_key,
        # Sec-Fetch-Site says where a form comes from (web/security.py)
        WTF_CSRF_ENABLED=False,
        # an address that changes on the way home ends no session
        SESSION_PROTECTION=None,
        SECURITY_CLI_USERS_NAME="",
        SECURITY_CLI_ROLES_NAME="",
    )
    datastore = PeeweeUserDatastore(  # type: ignore[no-untyped-call]
        database, Login, tables.Role, tables.PersonRole
    )
    Security(app, datastore, register_blueprint=False)
    # nobody signs in by a token in a header or an address
    app.login_manager.request_loader(None)  # type: ignore[attr-defined]
    # Flask-Principal would ask who it is for each stylesheet, Flask-Login for each template
    hooks = app.before_request_funcs[None]
    hooks[:] = [hook for hook in hooks if not isinstance(getattr(hook, "__self__", None), Principal)]
    app.template_context_processors[None].remove(_user_context_processor)


def current_person() -> Person | None:
    """Who is signed in; asked of the database once a request."""
    if "person" not in g:
        login = current_login()
        g.person = person_of(login) if login else None
    person: Person | None = g.person
    return person


def current_login() -> tables.Person | None:
    """His row alone, by one query; a guest costs none."""
    if SIGNED_IN not in session:
        return None
    found = flask_user._get_current_object()
    if isinstance(found, tables.Person) and not (found.demo and current().settings.production):
        return found
    # signed out from elsewhere: what this browser could open closes too
    session.clear()
    return None


def sign_in(person_id: int, way: str) -> None:
    """From now on this browser is this person's; the guest's cart stays, under another name.

    A session that somebody planted here is worth nothing afterwards: neither his cart's name nor his keys are kept.
    """
    cart = session.get(CART_COOKIE)
    kept = {name: session[name] for name in KEPT if name in session}
    session.clear()
    session.update(kept)
    session.permanent = True
    if isinstance(cart, str):
        session[CART_COOKIE] = rename_cart(cart)
    login_user(Login.get_by_id(person_id), remember=False, authn_via=[way])
    for name in ("person", "shopper"):
        g.pop(name, None)


def sign_out() -> None:
    """This browser is nobody's; nothing that was opened stays open."""
    logout_user()
    session.clear()
    for name in ("person", "shopper"):
        g.pop(name, None)


def requires(act: str) -> Callable[[Callable[P, Any]], Callable[P, Any]]:
    """A page for those who may do this: anonymous → sign in and come back, all others → 404."""

    def decorate(view: Callable[P, Any]) -> Callable[P, Any]:
        @functools.wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
            person = current_person()
            if person is None:
                return to_sign_in()
            if not may(person, act):
                abort(404)
            return private(current_app.make_response(view(*args, **kwargs)))

        return guarded

    return decorate


def to_sign_in() -> Response:
    """303 to the sign-in page, which leads back here; after a form that was sent, to the account."""
    here = request.full_path.rstrip("?") if request.method == "GET" else None
    where = shopper().url("account.sign_in", next=here)
    return private(redirect(where, code=303))  # type: ignore[arg-type]


def private(response: Response) -> Response:
    """Kept by nobody's cache, not even after the way back."""
    response.headers["Cache-Control"] = "private, no-store"
    return response
