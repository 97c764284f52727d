"""storefront user add | list"""

from __future__ import annotations

import sys

import click

from storefront.accounts.actions import add_person
from storefront.accounts.passwords import check_password, hash_password
from storefront.accounts.permissions import ROLES
from storefront.accounts.tables import Person
from storefront.commands.opening import BadInput, now, open_shop
from storefront.forms import check_email


@click.group()
def user() -> None:
    """People who can sign in."""


@user.command()
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), multiple=True, help="What he may do; may be given several times.")
@click.option("--seller", multiple=True, metavar="SLUG", help="A seller he works for; may be given several times.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking.")
def add(email: str, role: tuple[str, ...], seller: tuple[str, ...], password_stdin: bool) -> None:
    """Make an account with this EMAIL, which counts as confirmed."""
    runtime = open_shop()
    if error := check_email(email):
        raise BadInput(str(error))
    if "seller" in role and not seller:
        raise BadInput("--role seller needs --seller SLUG: whose goods and orders he sees")
    # a seller without the role could do nothing
    roles = tuple(dict.fromkeys((*role, *(("seller",) if seller else ()))))
    password = _typed(password_stdin)
    if wrong := check_password(password, email):
        raise BadInput(str(wrong))
    language = runtime.settings.shop.default_language
    add_person(email, hash_password(password), language, now(), roles=roles, sellers=seller, confirmed=True)
    click.echo(f"{email} can sign in" + (f" as {', '.join(roles)}." if roles else "."))


def _typed(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return typed


@user.command("list")
def list_people() -> None:
    """Everybody who has an account, with roles."""
    open_shop()
    for row in Person.select().order_by(Person.email):
        roles = ", ".join(sorted(link.role.name for link in row.role_links)) or "customer"
        click.echo(f"{row.email}  {roles}" + ("" if row.confirmed_at else "  (not confirmed)"))
