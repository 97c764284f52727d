"""What stands between a cart and an order: listed, never raised one by one."""

from __future__ import annotations

from dataclasses import dataclass

from storefront.i18n import Message


@dataclass(frozen=True)
class Problem:
    """A fact that blocks placing (or only warns): where is "line:12", "group:3:retail" or "cart"."""

    code: str
    message: Message
    where: str = "cart"
    blocks: bool = True
    remedy: Message | None = None
    remedy_url: str = ""
