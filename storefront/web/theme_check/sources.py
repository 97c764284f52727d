"""A template as text and as a tree: its blocks, slots, macros, and the HTML that is left without Jinja."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from jinja2 import Environment, nodes

# around what an expression would write; no template has these characters itself
OPEN, CLOSE = "\ue000", "\ue001"
DRAWN = re.compile(f"{OPEN}[^{CLOSE}]*{CLOSE}")
_SUPER = re.compile(r"\bsuper\s*\(")


def environment() -> Environment:
    """Jinja as the shop sets it up, for reading only."""
    return Environment(extensions=["jinja2.ext.i18n"], autoescape=True)  # noqa: S701 - nothing is drawn


@dataclass
class Block:
    """A block's HTML, where it begins, and whether it draws what it overrides."""

    name: str
    line: int
    html: str = ""
    draws_super: bool = False


@dataclass(frozen=True)
class SlotUse:
    """A slot: its name, its line, the blocks around it, the outermost first."""

    name: str
    line: int
    blocks: tuple[str, ...]


@dataclass
class Source:
    """A template file."""

    file: Path
    path: str
    text: str
    env: Environment = field(default_factory=environment)

    @classmethod
    def read(cls, file: Path, path: str) -> Source:
        return cls(file, path, file.read_text(encoding="utf-8"))

    @cached_property
    def tree(self) -> nodes.Template:
        """Raises TemplateSyntaxError."""
        return self.env.parse(self.text)

    @cached_property
    def extends(self) -> str:
        """The path of the template it extends, "" for none."""
        for node in self.tree.find_all(nodes.Extends):
            if isinstance(node.template, nodes.Const):
                return str(node.template.value)
        return ""

    @cached_property
    def slots(self) -> list[SlotUse]:
        """Every slot it draws."""
        return list(_slots(self.tree, ()))

    @cached_property
    def macros(self) -> dict[str, int]:
        """Macros others may import: name → line."""
        return {node.name: node.lineno for node in self.tree.body if isinstance(node, nodes.Macro)}

    @cached_property
    def html(self) -> str:
        """The HTML with marks where expressions stand, each piece in the line it has in the file."""
        parts: list[str] = []
        now = 1
        for line, kind, value in self._statements():
            if kind == "text":
                parts.append("\n" * (line - now) + value)
                now = max(line, now) + value.count("\n")
        return "".join(parts)

    @cached_property
    def blocks(self) -> dict[str, Block]:
        """Its blocks by name."""
        found: dict[str, Block] = {}
        open_ones: list[Block] = []
        for line, kind, value in self._statements():
            if kind == "block":
                open_ones.append(found.setdefault(value, Block(value, line)))
            elif kind == "endblock" and open_ones:
                open_ones.pop()
            elif kind == "text":
                for block in open_ones:
                    block.html += value
                    block.draws_super |= bool(_SUPER.search(value)) if OPEN in value else False
        return found

    def calls(self, name: str) -> Iterator[tuple[int, str]]:
        """(line, first argument) of each call of a function with a text as its first argument."""
        for node in self.tree.find_all(nodes.Call):
            if isinstance(node.node, nodes.Name) and node.node.name == name and node.args:
                first = node.args[0]
                if isinstance(first, nodes.Const) and isinstance(first.value, str):
                    yield node.lineno, first.value

    def _statements(self) -> Iterator[tuple[int, str, str]]:
        """(line, "text" | "block" | "endblock", value): the file token by token."""
        inside, began = "", 1
        words: list[str] = []
        for line, kind, value in self.env.lex(self.text):
            if kind == "data":
                yield line, "text", value
            elif kind in ("variable_begin", "block_begin"):
                inside, words, began = kind, [], line
            elif kind == "variable_end":
                yield began, "text", OPEN + _flat("".join(words)) + CLOSE
                inside = ""
            elif kind == "block_end":
                yield from _statement(began, words)
                inside = ""
            elif inside:
                words.append(value)


def _statement(line: int, words: list[str]) -> Iterator[tuple[int, str, str]]:
    said = [word for word in words if word.strip()]
    if said[:1] == ["block"] and len(said) > 1:
        yield line, "block", said[1]
    elif said[:1] == ["endblock"]:
        yield line, "endblock", ""


def _flat(expression: str) -> str:
    """An expression without what HTML would take for its own."""
    return re.sub(r"[\"'<>&\s]", "", expression)


def _slots(node: nodes.Node, blocks: tuple[str, ...]) -> Iterator[SlotUse]:
    for child in node.iter_child_nodes():
        inside = (*blocks, child.name) if isinstance(child, nodes.Block) else blocks
        if isinstance(child, nodes.Call) and isinstance(child.node, nodes.Name) and child.node.name == "slot":
            first = child.args[0] if child.args else None
            if isinstance(first, nodes.Const):
                yield SlotUse(str(first.value), child.lineno, inside)
        yield from _slots(child, inside)
