"""Where templates come from, and how one extends the version of itself that it overrides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask.templating import Environment
from jinja2 import BaseLoader, ChoiceLoader, TemplateNotFound

# before the path, so that the name still ends in .html: by that Flask knows that values are escaped
MARK = "@"


def levelled(name: str) -> tuple[int, str]:
    """A template's name taken apart: "1@layout.html" is (1, "layout.html"), what the nearest one overrides."""
    level, mark, path = name.partition(MARK)
    return (int(level), path) if mark and level.isdigit() else (0, name)


class Chain(ChoiceLoader):
    """Loaders in order; "1@layout.html" is the second one that has "layout.html"."""

    def get_source(
        self, environment: Any, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The template's text, file, and whether it is still so."""
        source, file, is_fresh = self._found(environment, template)

        def is_the_one() -> bool:
            # only asked with --debug: a file that was saved nearer in the meantime is the one now
            try:
                return (is_fresh is None or is_fresh()) and self._found(environment, template)[1] == file
            except TemplateNotFound:
                return False

        return source, file, is_the_one

    def _found(self, environment: Any, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        left, path = levelled(template)
        for loader in self.loaders:
            try:
                found = loader.get_source(environment, path)
            except TemplateNotFound:
                continue
            if left == 0:
                return found
            left -= 1
        raise TemplateNotFound(template)

    # each template is compiled under the name that says its level
    load = BaseLoader.load


class ShopEnvironment(Environment):
    """A template that extends (or imports from) its own path means the one it overrides."""

    def make_globals(self, d: Any) -> Any:
        """What all templates know, as the plain dict it is: Jinja's map over it costs each fragment 50 µs."""
        return super().make_globals(d) if d else self.globals

    def join_path(self, template: str, parent: str) -> str:
        """The name of a template that another one names."""
        level, path = levelled(parent)
        return f"{level + 1}{MARK}{path}" if template == path else template
