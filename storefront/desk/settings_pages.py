"""The settings at the desk: what each means, its value, where it comes from. They are changed in storefront.toml."""

from __future__ import annotations

import itertools
import os

from flask import Response

from storefront.db import utc_now
from storefront.desk.base_pages import pages, render_desk
from storefront.desk.settings_contexts import FindingView, SettingSection, SettingsPage, SettingView
from storefront.errors import SettingsError
from storefront.i18n import Message, _, ngettext
from storefront.operations.doctor import RUNNING, Finding, examine
from storefront.operations.facts import read_running
from storefront.runtime import current
from storefront.setting_sources import ToldSetting, plugin_tables, told_settings
from storefront.settings import FILE_NAME, Settings, load
from storefront.settings_file import SettingsFile
from storefront.web.people import requires
from storefront.web.shopper import Shopper, shopper

TITLES = {
    "": _("The whole shop"),
    "shop": _("Shop"),
    "plugins": _("Business models"),
    "catalogue": _("Catalogue"),
    "pricing": _("Prices"),
    "checkout": _("Cart and checkout"),
    "sellers": _("Sellers"),
    "payouts": _("Payouts to sellers"),
    "mail": _("Mails"),
    "theme": _("Theme"),
    "serve": _("Serving"),
    "log": _("Logs"),
    "limits": _("Limits"),
    "metrics": _("Metrics"),
}


@pages.get("/desk/settings", endpoint="settings")
@requires("settings.edit")
def settings() -> Response:
    visitor, running = shopper(), current().settings
    stored, file, fault = _stored(running)
    told = list(told_settings(running, stored, file, os.environ))
    changed = sum(1 for one in told if one.next is not None)
    findings = examine(read_running(running, utc_now()), RUNNING)
    title = visitor.t(_("Settings"))
    page = SettingsPage(
        title=title,
        path=str(running.home / FILE_NAME),
        fault=fault,
        changed=visitor.t(_restart(changed)) if changed else "",
        sections=tuple(
            SettingSection(name, visitor.t(TITLES.get(name, name)), tuple(_view(one, visitor) for one in inside))
            for name, inside in itertools.groupby(told, key=lambda one: one.section)
        ),
        plugins=tuple(plugin_tables(running).items()),
        findings=tuple(_finding(one) for one in findings if one.level != "ok"),
    )
    return render_desk("desk/settings.html", page, title=title)


def _stored(running: Settings) -> tuple[Settings, SettingsFile, str]:
    """The settings as a restart would read them, the file, and what is wrong with it."""
    try:
        file = SettingsFile.read(running.home / FILE_NAME)
    except SettingsError as error:
        return running, SettingsFile(running.home / FILE_NAME, "", {}), str(error)
    try:
        return load(running.home, os.environ, keyless=True), file, ""
    except SettingsError as error:
        return running, file, str(error)


def _restart(changed: int) -> Message:
    return ngettext(
        "%(num)s setting was changed in the file since the shop was started: it holds after a restart.",
        "%(num)s settings were changed in the file since the shop was started: they hold after a restart.",
        changed,
    )


def _view(one: ToldSetting, visitor: Shopper) -> SettingView:
    if one.secret:
        secret = _("set; not shown") if one.given else _("not set")
    else:
        secret = None
    if one.next is None:
        changed = None
    else:
        changed = _("After a restart: %(value)s", value=one.next) if one.next else _("Another one after a restart")
    return SettingView(
        one.name,
        visitor.t(Message(one.meaning)),
        one.value,
        "" if one.default == one.value else one.default,
        visitor.t(secret),
        visitor.t(_source(one)),
        visitor.t(changed),
        one.lines,
    )


def _source(one: ToldSetting) -> Message:
    if one.variable:
        return _("the variable %(name)s", name=one.variable)
    return _("the file, line %(line)s", line=str(one.line)) if one.line else _("the default")


def _finding(one: Finding) -> FindingView:
    return FindingView(one.level == "bad", f"{one.about}: {one.message}. {one.todo}".strip())
