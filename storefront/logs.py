"""What the shop writes down of itself: lines of text or of JSON, each with the id of its request."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from storefront.settings import LogSettings

LEVEL_VARIABLE = "STOREFRONT_LOG"
TEXT = "%(asctime)s %(levelname)s %(name)s%(of)s: %(message)s"
# what a line about an answered request knows besides its text (web/request_log.py)
FACTS = ("method", "path", "status", "ms", "bytes", "answered")

# of the request, or the worker's row, that is being looked after; "" is none
request_id: ContextVar[str] = ContextVar("request_id", default="")


class TextLines(logging.Formatter):
    """One line for people; the id in brackets."""

    def __init__(self) -> None:
        super().__init__(TEXT)

    def format(self, record: logging.LogRecord) -> str:
        found = request_id.get()
        record.of = f" [{found}]" if found else ""
        return super().format(record)


class JsonLines(logging.Formatter):
    """One JSON object a line, for what collects logs; a traceback is one text in it."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if found := request_id.get():
            said["request_id"] = found
        said |= {name: value for name in FACTS if (value := getattr(record, name, None)) is not None}
        if record.exc_info:
            said["error"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)


def set_up_logs(settings: LogSettings, environ: Mapping[str, str] = os.environ) -> None:
    """Have this process write its lines as the settings say; STOREFRONT_LOG overrides the level."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if settings.format == "json" else TextLines())
    logging.basicConfig(level=environ.get(LEVEL_VARIABLE) or settings.level, handlers=[handler])
