"""A finding: what is wrong with a theme, where, and what to do."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Finding:
    """One thing: an error breaks pages or shuts people out, a warning does not."""

    file: str
    line: int
    code: str
    message: str
    todo: str
    severity: Severity = "error"

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}"

    def as_json(self) -> dict[str, Any]:
        """For `--json`."""
        return asdict(self)


class Findings(list[Finding]):
    """Collects findings about one file."""

    def __init__(self, file: Path | str) -> None:
        super().__init__()
        self._file = str(file)

    def note(self, line: int, code: str, message: str, todo: str, severity: Severity = "error") -> None:
        """Something is wrong in a line."""
        found = Finding(self._file, max(line, 1), code, message, todo, severity)
        if found not in self:
            self.append(found)
