"""What the desk changes that belongs to no other feature."""

from __future__ import annotations

from storefront.accounts.tables import Person
from storefront.db import transaction
from storefront.desk.audit import Actor


@transaction()
def choose_language(actor: Actor, language: str) -> None:
    """The language the desk and mails speak to this person from now on."""
    Person.update(language=language).where(Person.id == actor.person.id).execute()
