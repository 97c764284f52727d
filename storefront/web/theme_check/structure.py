"""What an overriding template must keep of the one below it: slots, macros, and the elements htmx puts anew."""

from __future__ import annotations

from storefront.web.theme_check.findings import Findings
from storefront.web.theme_check.markup import root_ids
from storefront.web.theme_check.sources import Source


def check(source: Source, parent: Source) -> Findings:
    """What of its parent's an override lost."""
    found = Findings(source.file)
    itself = source.extends == source.path
    _slots(found, source, parent, itself)
    _macros(found, source, parent)
    _blocks(found, source, parent, itself)
    if not itself and not source.extends:
        _root(found, source, parent)
    return found


def _replaced(source: Source) -> set[str]:
    """Blocks of the parent that are drawn no more."""
    return {name for name, block in source.blocks.items() if not block.draws_super}


def _slots(found: Findings, source: Source, parent: Source, itself: bool) -> None:
    kept = {slot.name for slot in source.slots}
    replaced = _replaced(source)
    for slot in parent.slots:
        if slot.name in kept or (itself and not set(slot.blocks) & replaced):
            continue
        place = next((source.blocks[name].line for name in slot.blocks if name in source.blocks), 1)
        message = f"The slot “{slot.name}” is gone: what plugins put there would not be shown."
        todo = f'Put {{{{ slot("{slot.name}", …) }}}} where it belongs, as in {parent.file}:{slot.line}.'
        found.note(place, "slot", message, todo)
        kept.add(slot.name)


def _macros(found: Findings, source: Source, parent: Source) -> None:
    for name in parent.macros:
        if name not in source.macros and not name.startswith("_"):
            message = f"The macro “{name}” is gone: templates that import it would fail."
            todo = f"Define it too; {parent.file}:{parent.macros[name]} shows what it accepts."
            found.note(1, "macro", message, todo)


def _blocks(found: Findings, source: Source, parent: Source, itself: bool) -> None:
    """A block whose root element bears its name is refreshed alone."""
    for name, block in parent.blocks.items():
        wanted = name.replace("_", "-")
        if root_ids(block.html)[:1] != [wanted]:
            continue
        own = source.blocks.get(name)
        if own is None:
            around = [other for other in source.blocks.values() if f"id=\"{wanted}\"" in other.html]
            if not itself or (set(_around(parent, name)) & _replaced(source)):
                line = around[0].line if around else 1
                message = f"The block “{name}” is gone: htmx could not refresh its element."
                found.note(line, "block", message, f"Put {{% block {name} %}} around the element with id=\"{wanted}\".")
        elif not own.draws_super and root_ids(own.html) != [wanted]:
            message = f"The block “{name}” must be one element with id=\"{wanted}\"."
            found.note(own.line, "root", message, "Put everything in it into that element, and nothing beside it.")


def _around(parent: Source, name: str) -> list[str]:
    """The blocks that hold a block."""
    mark = parent.blocks[name].html
    return [other for other, block in parent.blocks.items() if other != name and mark and mark in block.html]


def _root(found: Findings, source: Source, parent: Source) -> None:
    """A fragment is put anew by the id of its root element."""
    wanted = root_ids(parent.html)
    if len(wanted) == 1 and wanted[0] and root_ids(source.html) != wanted:
        shown = wanted[0].replace("\ue000", "{{ ").replace("\ue001", " }}")
        message = f"The template must be one element with id=\"{shown}\", as the one it overrides."
        found.note(1, "root", message, "htmx finds it by this id; put everything into that element.")
