"""Settings as storefront.toml writes them, each with its meaning above it."""

from __future__ import annotations

import json
import secrets
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import Field, fields, is_dataclass
from typing import Any

from storefront.setting_checks import EITHER
from storefront.settings import Settings


def settings_text(enabled: tuple[str, ...], shop_name: str = "") -> str:
    """A storefront.toml with every setting, its meaning above it, and a secret key of its own."""
    given: dict[str, Any] = {"secret_key": secrets.token_urlsafe(48), "plugins.enabled": enabled}
    if shop_name:
        given["shop.name"] = shop_name
    lines = [
        "# The settings of this shop. STOREFRONT_DATABASE, STOREFRONT_CACHE and",
        "# STOREFRONT_SECRET_KEY override what stands here.",
    ]
    lines += _table_lines(Settings(), given)
    for field in fields(Settings):
        section = getattr(Settings(), field.name)
        if is_dataclass(section):
            lines += ["", f"[{field.name}]", *_table_lines(section, given, f"{field.name}.")]
    text = "\n".join(lines) + "\n"
    tomllib.loads(text)
    return text


def _table_lines(section: Any, given: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for field in settable(section):
        yield from setting_lines(field, literal(given.get(prefix + field.name, getattr(section, field.name))))


def settable(section: Any) -> list[Field[Any]]:
    """The settings of a section, or at the top of the file."""
    return [
        field
        for field in fields(section)
        if not field.metadata.get("hidden") and not isinstance(getattr(section, field.name), dict)
        and not is_dataclass(getattr(section, field.name))
    ]  # fmt: skip


def setting_lines(field: Field[Any], value: str) -> tuple[str, str]:
    """Meaning and line; value is what stands behind the sign."""
    check = field.metadata["check"]
    allowed = "" if check is EITHER else f" Allowed: {check.allowed}."
    return f"# {field.metadata['meaning']}{allowed}", f"{field.name} = {value}"


def literal(value: Any) -> str:
    """A value as TOML writes it; JSON's strings, numbers, booleans and lists are TOML's too."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
