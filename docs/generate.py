"""Write the pages of documentation that are made from code: `python docs/generate.py`."""

from __future__ import annotations

import ast
import inspect
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent
ROOT = DOCS.parent
PACKAGE = ROOT / "storefront"
MADE = "<!-- Made by docs/generate.py from the code. Change the code, then run it. -->"

CONTRACT_OPENING = """\
What the shop asks of plugins is `storefront.hookspecs`, what plugins may call is `storefront.api`. Nothing else of
the shop is promised to plugins. [How to write a plugin](plugins.md) shows both in use."""
HOOKS_OPENING = """\
**Owned**: asked of the plugin whose business model the line, group or order has, then of core; the first answer that
is not `None` counts. **Open**: asked of every enabled plugin; answers are ordered by the plugin's `PRIORITY`, then
its name, core last."""
SETTINGS_OPENING = """\
`storefront.toml` in the shop's folder; `storefront init` writes one. An unknown name or a wrong type is refused with
its line. `STOREFRONT_DATABASE`, `STOREFRONT_CACHE` and `STOREFRONT_SECRET_KEY` are stronger than the file;
`STOREFRONT_HOME` names the shop's folder."""
COMMANDS_OPENING = """\
What a plugin brings stands under its own name: `storefront NAME --help` in the shop's folder. Bad input ends with
exit code 2 and says why."""

FORMAT_OPENING = """\
    storefront export storefront shop.jsonl
    storefront import storefront shop.jsonl --dry-run
    storefront import storefront shop.jsonl

A file holds what a shop owns: one JSON object a line (UTF-8), its `type` first, in a stable order: two exports of the
same shop are the same file, whichever database is below. Pictures lie beside it in `shop.jsonl.media/`, named by
their content; take both along. Export reads one moment of the shop, a few records at a time, and the file is there
wholly or not at all.

**Content and trade.** Without options a file holds the shop's content: it can be handed on. `--with-orders` adds
orders, payments, the ledger and people, to move a shop: such a file can be read by its owner only, and opens every
order's page; keep it like a backup. What people sent (evidence, photos, documents) lies in `shop.jsonl.uploads/` then.
The accounts sellers are paid on come only with `--with-bank-accounts` beside it. Never carried: carts, sessions,
passwords, passkeys and second factors, settings, which plugins are on, and what the worker has still to do (let it
finish first). `storefront backup` keeps all of it.

**Import** checks the whole file first. What is wrong is listed by line, field, value and reason, exit code 2, and
nothing comes in. Then it writes fifty records at a time, so that the shop sells on; stopped, it goes on where it
was. The same file again changes nothing. A record of the file makes the shop's one the same; what the file does not
name stays. What was placed is never written anew: a purchase, its people and what was used in it stay as they are
where they are here already (they count as "kept"). Names come before what names them, or are in the shop already.

**Fields** that are left out mean what the column "if left out" says; a field without an entry there is needed. Unknown
fields and types are faults. Money is a whole number of minor units (cents) of the currency beside it. What is named
(`seller`, `category`, `stock`) is named by its key. The first line, `{"type": "storefront", "version": 1}`, says the
format's version; it may be missing in a file made by hand.

**Plugins** add types named after them (`<plugin>.<noun>`), also while they are disabled: their data stays. A shop that
never enabled the plugin refuses the file and says so. How a plugin declares what it carries: the hook `records` in
[the contract](contract.md)."""

if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))


# -- the contract ---------------------------------------------------------------------------------


def contract() -> str:
    """docs/contract.md: the hooks, what a plugin may call, and the values both sides share."""
    tree = parsed("hookspecs.py")
    places = asked()
    parts = [
        f"# The contract, version {_constant(tree, 'CONTRACT')}",
        MADE,
        CONTRACT_OPENING,
        "## Hooks: what a plugin is asked",
        HOOKS_OPENING,
    ]
    for heading, hooks in hook_sections(tree):
        parts.append(f"### {heading.capitalize()}")
        for hook in hooks:
            parts += [f"#### `{hook.name}`", _code(_signature(hook)), _doc(hook), _where(places.get(hook.name, []))]
    parts += ["## api: what a plugin may call", *_called()]
    parts += ["## Values", "Frozen dataclasses of `storefront.values`: facts, no request, no database row."]
    for one in _classes(parsed("values.py")):
        parts += [f"### `{one.name}`", _doc(one), _code(_members(one))]
    return "\n\n".join(part for part in parts if part) + "\n"


def hook_sections(tree: ast.Module) -> Iterator[tuple[str, list[ast.FunctionDef]]]:
    """The hooks under the headings of hookspecs.py, in its order."""
    lines = (PACKAGE / "hookspecs.py").read_text(encoding="utf-8").splitlines()
    sections: dict[str, list[ast.FunctionDef]] = {}
    for hook in hooks_of(tree):
        above = [line for line in lines[: hook.lineno] if line.startswith("# -- ")]
        sections.setdefault(above[-1].strip("# -"), []).append(hook)
    yield from sections.items()


def hooks_of(tree: ast.Module) -> list[ast.FunctionDef]:
    """The functions that are marked as hooks."""
    return [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and "hookspec" in map(ast.unparse, node.decorator_list)
    ]


def kind_of(hook: ast.FunctionDef) -> str:
    """ "Owned" or "Open": the first word of its docstring."""
    return (ast.get_docstring(hook) or "").partition(".")[0]


def asked() -> dict[str, list[str]]:
    """Where each hook is asked: the modules with `plugins.open|listed|owned|of|first("<hook>", …)`."""
    found: dict[str, list[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (hook := _hook_asked(node)):
                found.setdefault(hook, []).append(path.relative_to(ROOT).as_posix())
    return found


def _hook_asked(call: ast.Call) -> str:
    """The hook that a call asks for, "" when it asks for none."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in ("open", "listed", "owned", "of", "first"):
        return ""
    if not call.args or "plugins" not in ast.unparse(call.func.value):
        return ""
    first = call.args[0]
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def _where(places: list[str]) -> str:
    if not places:
        return "Asked in: nowhere yet."
    return "Asked in: " + ", ".join(f"`{place}`" for place in places) + "."


def _called() -> Iterator[str]:
    """Everything in storefront.api that does not stand under Values: functions first, then classes."""
    from storefront import api

    named = [(name, getattr(api, name)) for name in sorted(api.__all__, key=str.casefold)]
    functions = [(name, thing) for name, thing in named if inspect.isroutine(thing)]
    for name, thing in functions:
        yield from (f"### `{name}`", _code(_called_as(name, thing)), f"`{thing.__module__}`. {_text(thing)}")
    yield "## api: classes and constants"
    for name, thing in named:
        if inspect.isclass(thing) and thing.__module__ != "storefront.values":
            yield from (f"### `{name}`", f"`{thing.__module__}`. {_text(thing)}", _class_code(thing))
        elif not inspect.isroutine(thing) and not inspect.isclass(thing):
            yield from (f"### `{name}`", _CONSTANTS.get(name, f"A {type(thing).__name__}."))


_CONSTANTS = {
    "database": "The open database, for a plugin's own queries; writing is inside `transaction()`.",
    "hookimpl": "Marks a function of `hooks.py` as an answer to the hook of its name.",
    "Json": "A mapping of texts to anything JSON can hold.",
}


def _called_as(name: str, thing: Callable[..., Any]) -> str:
    """The definition as it stands in the source, without its body."""
    source = inspect.unwrap(thing)
    tree = ast.parse(inspect.getsource(sys.modules[source.__module__]))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == source.__name__:
            return _signature(node).replace(f"def {source.__name__}", f"def {name}", 1)
    raise LookupError(f"{name} has no definition in {source.__module__}")


def _class_code(thing: type) -> str:
    tree = ast.parse(inspect.getsource(sys.modules[thing.__module__]))
    found = next(one for one in _classes(tree) if one.name == thing.__name__)
    return _code(_members(found))


# -- settings -------------------------------------------------------------------------------------


def settings() -> str:
    """docs/settings.md: every setting with its default and meaning."""
    from storefront.settings import Settings

    parts = [
        "# Settings",
        MADE,
        SETTINGS_OPENING,
    ]
    own = [one for one in fields(Settings) if "meaning" in one.metadata and not one.metadata.get("hidden")]
    parts += ["## At the top", _table(own)]
    for one in fields(Settings):
        if isinstance(one.default_factory, type) and is_dataclass(one.default_factory):
            parts += [f"## [{one.name}]", _table(list(fields(one.default_factory)))]
    return "\n\n".join(parts) + "\n"


def _table(rows: list[Field[Any]]) -> str:
    lines = ["| setting | default | allowed | meaning |", "|---|---|---|---|"]
    for one in rows:
        default = one.default if one.default is not MISSING else one.default_factory()  # type: ignore[misc]
        meaning, allowed = one.metadata["meaning"], one.metadata["check"].allowed
        lines.append(f"| `{one.name}` | {_toml(default)} | {_cell(allowed)} | {_cell(meaning)} |")
    return "\n".join(lines)


def _toml(value: Any) -> str:
    """A default as one writes it in the file."""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return "`[" + ", ".join(f'"{one}"' for one in value) + "]`"
    return f'`"{value}"`' if isinstance(value, str) else f"`{value}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


# -- commands -------------------------------------------------------------------------------------


def commands() -> str:
    """docs/commands.md: the help of every command of core."""
    import click

    from storefront import cli

    parts = [
        "# Commands",
        MADE,
        COMMANDS_OPENING,
    ]

    def add(command: click.Command, path: str, parent: click.Context | None) -> None:
        context = click.Context(command, info_name=path.split()[-1], parent=parent, terminal_width=100)
        context.help_option_names = ["-h", "--help"]
        # click keeps the option as it was when the command was called for the first time
        command._help_option = None
        if not isinstance(command, click.Group):
            parts.extend([f"## {path}", _code(command.get_help(context), "text")])
            return
        if parent is not None:
            parts.extend([f"## {path}", command.help or ""])
        for name in sorted(command.commands):
            add(command.commands[name], f"{path} {name}", context)

    add(cli.commands, "storefront", None)
    return "\n\n".join(parts) + "\n"


# -- our own format -------------------------------------------------------------------------------


def own_format() -> str:
    """docs/format.md: every type of record of core and its fields."""
    from storefront.records.core import core_records

    parts = ["# Our own format", MADE, FORMAT_OPENING]
    for kind in core_records():
        only = " Only with `--with-orders`." if kind.trade else ""
        key = ", ".join(f"`{name}`" for name in kind.key)
        parts += [f"## `{kind.type}`", f"{kind.meaning}{only} Told apart by {key}.", *_field_tables(kind.fields)]
    return "\n\n".join(parts) + "\n"


def _field_tables(fields_of: Any, inside: str = "") -> Iterator[str]:
    """The fields, then those of each object in them."""
    lines = ["| field | what stands in it | if left out | meaning |", "|---|---|---|---|"]
    for one in fields_of:
        left_out = "" if one.required else f"`{json.dumps(one.empty(), ensure_ascii=False)}`"
        lines.append(f"| `{one.name}` | {_stands_in(one)} | {left_out} | {_cell(one.meaning)} |")
    yield "\n".join(lines)
    for one in fields_of:
        if one.of:
            yield f"In `{inside}{one.name}`:"
            yield from _field_tables(one.of, f"{inside}{one.name}.")


def _stands_in(one: Any) -> str:
    from storefront.records.kinds import MEANINGS

    said = MEANINGS[one.kind]
    if one.refers and one.kind == "reference":
        names = one.refers.fields
        said = f"name of a {one.refers.type}" if len(names) == 1 else "object: " + ", ".join(f"`{n}`" for n in names)
    elif one.refers and one.kind == "words":
        said = f"list of names of a {one.refers.type}"
    if one.choices:
        said = ", ".join(f"`{choice}`" for choice in one.choices)
    limits = [f"at most {one.most}"] if one.most is not None else []
    limits += [f"at least {one.lowest}"] if one.lowest is not None else []
    limits += ["or null"] if one.nullable else []
    return ", ".join([said, *limits])


# -- reading source -------------------------------------------------------------------------------


def parsed(path: str) -> ast.Module:
    """A module of the package as a syntax tree."""
    return ast.parse((PACKAGE / path).read_text(encoding="utf-8"))


def _constant(tree: ast.Module, name: str) -> str:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return ast.unparse(node.value)
    raise LookupError(name)


def _classes(tree: ast.Module) -> list[ast.ClassDef]:
    return [node for node in tree.body if isinstance(node, ast.ClassDef)]


def _signature(node: ast.FunctionDef) -> str:
    answer = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    line = f"def {node.name}({ast.unparse(node.args)}){answer}"
    if len(line) <= 100:
        return line
    return f"def {node.name}(\n    {ast.unparse(node.args)}\n){answer}"


def _members(node: ast.ClassDef) -> str:
    """The class with its fields and the first lines of its public methods."""
    bases = ", ".join(ast.unparse(base) for base in node.bases)
    lines = [f"class {node.name}({bases}):" if bases else f"class {node.name}:"]
    for inside in node.body:
        if isinstance(inside, (ast.AnnAssign, ast.Assign)) and not ast.unparse(inside).startswith("_"):
            lines.append(f"    {ast.unparse(inside)}")
        elif isinstance(inside, ast.FunctionDef) and not inside.name.startswith("_"):
            lines += [f"    @{ast.unparse(mark)}" for mark in inside.decorator_list]
            lines.append(f"    {_signature(inside)}".replace("\n", "\n    "))
    return "\n".join(lines if len(lines) > 1 else [*lines, "    ..."])


def _code(text: str, language: str = "python") -> str:
    return f"```{language}\n{text}\n```"


def _doc(node: ast.FunctionDef | ast.ClassDef) -> str:
    return ast.get_docstring(node) or ""


def _text(thing: Any) -> str:
    return inspect.cleandoc(thing.__dict__.get("__doc__") or "" if inspect.isclass(thing) else thing.__doc__ or "")


PAGES: dict[str, Callable[[], str]] = {
    "contract.md": contract, "settings.md": settings, "commands.md": commands, "format.md": own_format,
}  # fmt: skip


def main() -> None:
    """Write every page anew."""
    for name, make in PAGES.items():
        (DOCS / name).write_text(make(), encoding="utf-8")
        print(f"docs/{name}")


if __name__ == "__main__":
    main()
