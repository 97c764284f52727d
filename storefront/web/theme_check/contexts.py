"""A template's values: the dataclasses it names in its first comment, and what it asks of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from typing import Any

from jinja2 import meta, nodes

from storefront.web.theme_check.findings import Findings, Severity
from storefront.web.theme_check.sources import Source

FRAME = "storefront.web.frame.Frame"
_ACCEPTS = re.compile(r"\b(page|fragment|summary|frame|desk)\s+\(([\w.]+\.[A-Z]\w*)\)")
_COMMENT = re.compile(r"\s*\{#(.*?)#\}", re.S)


def declared(text: str) -> dict[str, str]:
    """Variable → dotted name of its class, as the template's first comment says."""
    comment = _COMMENT.match(text)
    return dict(_ACCEPTS.findall(comment[1])) if comment else {}


def asked(tree: nodes.Template, variable: str) -> Iterator[tuple[int, str]]:
    """(line, field) of every field of a variable that the template asks for."""
    for node in tree.find_all((nodes.Getattr, nodes.Getitem)):
        if not isinstance(node, (nodes.Getattr, nodes.Getitem)):
            continue
        if not isinstance(node.node, nodes.Name) or node.node.name != variable:
            continue
        if isinstance(node, nodes.Getattr):
            yield node.lineno, node.attr
        elif isinstance(node.arg, nodes.Const):
            yield node.lineno, str(node.arg.value)


def fields_of(dotted: str) -> set[str]:
    """The fields of a class of values."""
    kind: Any = _class(dotted)
    return {field.name for field in fields(kind)} if is_dataclass(kind) else set(kind._fields)


def names_of(dotted: str) -> set[str]:
    """The fields, properties and methods of a class of values."""
    kind = _class(dotted)
    return fields_of(dotted) | {name for base in kind.__mro__ for name in vars(base) if not name.startswith("_")}


def _class(dotted: str) -> type:
    module, _dot, name = dotted.rpartition(".")
    kind: type = getattr(import_module(module), name)
    if not (is_dataclass(kind) or hasattr(kind, "_fields")):
        raise TypeError(f"{dotted} is no class of values")
    return kind


def check(source: Source, parent: Source | None, known: frozenset[str]) -> Findings:
    """Fields that the documented classes lack, and names that nobody gives. known: what every template can call."""
    found = Findings(source.file)
    classes = {**(declared(parent.text) if parent else {}), **declared(source.text)}
    classes.setdefault("frame", FRAME)
    for variable, dotted in classes.items():
        try:
            names = names_of(dotted)
        except (ImportError, AttributeError, TypeError):
            found.note(1, "variable", f"The class {dotted} of “{variable}” is not known.", "Correct the first comment.")
            continue
        for line, name in asked(source.tree, variable):
            if name not in names:
                message = f"{variable}.{name} is not a field of {dotted.rpartition('.')[2]}: nothing would be shown."
                found.note(line, "variable", message, f"Fields: {', '.join(sorted(names))}.")
    given = known | set(classes) | {"page", "element_id", "self", "super", "caller", "varargs", "kwargs", "loop"}
    given |= _defined(source.tree) | _accepted(source.text)
    if parent is not None:
        given |= meta.find_undeclared_variables(parent.tree)
    # a template of the theme's own may be given more by the one that includes it
    severity: Severity = "error" if parent is not None else "warning"
    for name in sorted(meta.find_undeclared_variables(source.tree) - given):
        message = f"Nobody gives “{name}” to this template: nothing would be shown."
        todo = "docs/themes.md says what there is; the first comment says what a partial accepts."
        found.note(_line_of(source.tree, name), "variable", message, todo, severity)
    return found


def _defined(tree: nodes.Template) -> set[str]:
    """Names that the template imports, sets or defines itself; its blocks see them too."""
    found = {node.name for node in tree.find_all(nodes.Macro)}
    found |= {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"}
    found |= {node.target for node in tree.find_all(nodes.Import)}
    for imported in tree.find_all(nodes.FromImport):
        found |= {name if isinstance(name, str) else name[1] for name in imported.names}
    return found


def _accepted(text: str) -> set[str]:
    """The words of the first comment: a partial says there what it is given."""
    comment = _COMMENT.match(text)
    return set(re.findall(r"\b[a-z_]\w*\b", comment[1])) if comment else set()


def _line_of(tree: nodes.Template, name: str) -> int:
    return min((node.lineno for node in tree.find_all(nodes.Name) if node.name == name), default=1)
