"""Plugins at the desk: how each stands, and what depends on it before it is switched."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Response

from storefront import plugin_switching
from storefront.desk.base_pages import actor, desk_url, go, pages, render_desk
from storefront.desk.plugin_actions import LEADS_FROM, Installed, find_plugin, installed_plugins, switch
from storefront.desk.plugin_contexts import PluginsPage, PluginView, SwitchPage
from storefront.desk.work import LISTED
from storefront.desk.work_links import work_link
from storefront.errors import NotFound, PluginError, Refused
from storefront.formatting import number
from storefront.i18n import Message, _
from storefront.plugin_leaving import dependents, open_work_of
from storefront.web.frame import Link
from storefront.web.people import requires
from storefront.web.shopper import Shopper, shopper

STATES: Mapping[str, tuple[Message, str]] = {
    "enabled": (_("On"), "good"),
    "retiring": (_("Running out"), "warn"),
    "disabled": (_("Off"), "quiet"),
    "missing": (_("Not installed"), "bad"),
}
BUTTONS: Mapping[str, Message] = {"enable": _("Switch on"), "retire": _("Let run out"), "disable": _("Switch off")}
TITLES: Mapping[str, Callable[[str], Message]] = {
    "enable": lambda name: _("Switch %(name)s on", name=name),
    "retire": lambda name: _("Let %(name)s run out", name=name),
    "disable": lambda name: _("Switch %(name)s off", name=name),
}
MEANINGS: Mapping[str, Message] = {
    "enable": _("Its pages, steps and offers show and sell from the next moment on, in every worker."),
    "retire": _("It sells nothing new. Its open orders live on to their end, with everything that belongs to them."),
    "disable": _("Nothing of it shows any more. Its data stay, and show again when it is switched on."),
}
DONE: Mapping[str, Callable[[str], Message]] = {
    "enable": lambda name: _("%(name)s is on.", name=name),
    "retire": lambda name: _("%(name)s is running out.", name=name),
    "disable": lambda name: _("%(name)s is off. Its data stay.", name=name),
}
# as plugin_leaving.dependents counts them
KINDS: Mapping[str, Message] = {
    "offers": _("Offers on sale"),
    "cart lines": _("Lines in carts"),
    "orders": _("Orders, closed ones too"),
    "open work": _("Open work"),
    "blueprints": _("Groups of pages of its own"),
    "fragments": _("Parts of other pages"),
}


@pages.get("/desk/plugins", endpoint="plugins")
@requires("plugins.switch")
def plugin_list() -> Response:
    visitor = shopper()
    title = visitor.t(_("Plugins"))
    page = PluginsPage(title, tuple(_view(one, visitor) for one in installed_plugins()))
    return render_desk("desk/plugins.html", page, title=title)


def _view(plugin: Installed, visitor: Shopper) -> PluginView:
    words, tone = STATES[plugin.state]
    acts = tuple(
        Link(visitor.t(BUTTONS[act]), desk_url("desk.plugin_act", name=plugin.name, act=act)) for act in plugin.acts
    )
    title = _title(plugin.name, visitor)
    return PluginView(plugin.name, title, visitor.t(words), tone, plugin.about, plugin.package, acts)


def _title(name: str, visitor: Shopper) -> str:
    model = visitor.runtime.plugins.models.get(name)
    return visitor.t(model.name) if model else name


@pages.get("/desk/plugins/<name>/<act>", endpoint="plugin_act")
@requires("plugins.switch")
def look_first(name: str, act: str) -> Response:
    visitor, plugin = shopper(), _known(name, act)
    runtime = visitor.runtime
    work = open_work_of(name, runtime) if act == "disable" else []
    counted = dependents(name, runtime)
    title = visitor.t(TITLES[act](_title(name, visitor)))
    page = SwitchPage(
        title=title,
        explanation=visitor.t(MEANINGS[act]),
        dependents=tuple(
            (visitor.t(KINDS.get(kind, kind)), number(count, visitor.language)) for kind, count in counted.items()
        ),
        work=tuple(work_link(item, by_id=True) for item in work[:LISTED]),
        more_work=visitor.t(_("There is more: only the oldest are listed.")) if len(work) > LISTED else "",
        refusal=visitor.t(_refusal(plugin, act, bool(work))),
        action=desk_url("desk.switch_plugin", name=name, act=act),
        button=visitor.t(BUTTONS[act]),
        tone="danger" if act == "disable" else "main",
        back_url=desk_url("desk.plugins"),
    )
    crumb = Link(visitor.t(_("Plugins")), desk_url("desk.plugins"))
    return render_desk("desk/plugin.html", page, title=title, crumbs=(crumb,))


def _refusal(plugin: Installed, act: str, open_work: bool) -> Message | None:
    """Why it cannot be done now."""
    if act not in plugin.acts:
        return _("That cannot be done with this plugin as it is now.")
    if open_work:
        return _("It cannot be switched off while work is open. Let it run out: then it sells nothing new.")
    if act == "enable":
        try:
            plugin_switching.check_enabling(plugin.name)
        except PluginError as error:
            return _("It cannot be done: %(reason)s", reason=str(error))
        except Refused as refused:
            return refused.message
    return None


@pages.post("/desk/plugins/<name>/<act>", endpoint="switch_plugin")
@requires("plugins.switch")
def do(name: str, act: str) -> Response:
    _known(name, act)
    try:
        switch(actor(), name, act, shopper().runtime)
    except Refused as refused:
        # the page lists what is open
        told = _("It cannot be switched off while work is open.") if refused.code == "open-work" else refused.message
        return go(desk_url("desk.plugin_act", name=name, act=act), told, bad=True)
    return go(desk_url("desk.plugins"), DONE[act](_title(name, shopper())))


def _known(name: str, act: str) -> Installed:
    if act not in LEADS_FROM:
        raise NotFound(f"{act!r} is nothing that is done with plugins")
    return find_plugin(name)
