"""Promotion codes at the desk: each act asks who may, changes, and notes itself."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from storefront.api import Actor, check_version, record_act, transaction
from storefront.plugins.b2c.actions import change_code, create_code, let_count
from storefront.plugins.b2c.promotions import Promotion
from storefront.plugins.b2c.queries import code_by_id

MAY = "promotions.edit"


def told(promotion: Promotion) -> dict[str, Any]:
    """For the version and the audit trail; uses are the buyers' doing."""
    facts = asdict(promotion)
    days = {name: str(facts.pop(name) or "") for name in ("valid_from", "valid_until")}
    return {name: facts[name] for name in facts if name not in ("id", "used", "used_by_buyer")} | days


@transaction()
def make_code(actor: Actor, promotion: Promotion) -> int:
    """A new code; its id."""
    actor.must(MAY)
    made = create_code(promotion, actor.now)
    record_act(actor, "code.create", f"code:{made}", {}, told(code_by_id(made)))
    return made


@transaction()
def save_code(actor: Actor, code_id: int, version: str, promotion: Promotion) -> None:
    """Save a form, unless somebody else saved since it was made."""
    actor.must(MAY)
    before = code_by_id(code_id, locked=True)
    check_version(version, told(before))
    change_code(code_id, promotion)
    _note(actor, "code.save", code_id, before)


@transaction()
def switch_code(actor: Actor, code_id: int, active: bool) -> None:
    """End a code at once, or let it count again."""
    actor.must(MAY)
    before = code_by_id(code_id, locked=True)
    let_count(code_id, active)
    _note(actor, "code.resume" if active else "code.end", code_id, before)


def _note(actor: Actor, act: str, code_id: int, before: Promotion) -> None:
    after = code_by_id(code_id)
    if told(after) != told(before):
        record_act(actor, act, f"code:{code_id}", told(before), told(after))
