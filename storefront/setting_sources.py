"""Every setting of a running shop, with its default and where its value comes from; without the secrets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from storefront.setting_checks import Check
from storefront.settings import PREFIX, VARIABLES, Settings
from storefront.settings_file import SettingsFile, line_of
from storefront.settings_text import literal, settable, setting_lines

# variables that override a setting without being named after it
FURTHER = {("log", "level"): "STOREFRONT_LOG"}
HIDDEN = '"…"'


@dataclass(frozen=True)
class ToldSetting:
    """One setting. value and default are as storefront.toml writes them; of a secret only whether it is given.

    variable: the environment's variable that gives it; line: where it stands in the file, 0 where it does not. lines:
    what can be put into the file. next: the value after a restart, where the file has been changed since the start.
    """

    section: str
    name: str
    meaning: str
    value: str
    default: str
    given: bool
    secret: bool
    variable: str
    line: int
    lines: str
    next: str | None = None


def told_settings(
    running: Settings, stored: Settings, file: SettingsFile, environ: Mapping[str, str]
) -> Iterator[ToldSetting]:
    """Those at the top of the file first; stored: as they would be read now."""
    plain = Settings()
    for section, own, default, now in _sections(running, plain, stored):
        for field in settable(default):
            check: Check = field.metadata["check"]
            value, usual = getattr(own, field.name), getattr(default, field.name)
            after = getattr(now, field.name)
            inside = file.values.get(section, {}) if section else file.values
            variable = _variable(section, field.name, environ)
            if (section, field.name) in FURTHER and variable:
                value = after = environ[variable]
            text = HIDDEN if check.secret else literal(value)
            header = f"[{section}]\n" if section else ""
            yield ToldSetting(
                section,
                field.name,
                field.metadata["meaning"],
                "" if check.secret else text,
                "" if check.secret else literal(usual),
                value not in ("", ()),
                check.secret,
                variable,
                (line_of(file.text, section, field.name) or 0) if field.name in inside else 0,
                header + "\n".join(setting_lines(field, text)),
                None if after == value else "" if check.secret else literal(after),
            )


def _sections(*settings: Settings) -> Iterator[tuple[Any, ...]]:
    """Name, then each one's own section; the top of the file is the first."""
    yield "", *settings
    for field in fields(Settings):
        if is_dataclass(getattr(settings[0], field.name)):
            yield field.name, *(getattr(one, field.name) for one in settings)


def _variable(section: str, name: str, environ: Mapping[str, str]) -> str:
    variable = FURTHER.get((section, name), "")
    if not section and name in VARIABLES:
        variable = f"{PREFIX}{name.upper()}"
    return variable if environ.get(variable) else ""


def plugin_tables(running: Settings) -> dict[str, tuple[str, ...]]:
    """Plugin → the names of what its table sets; whether a value is a secret only the plugin knows."""
    return {name: tuple(sorted(table)) for name, table in sorted(running.plugin.items())}
