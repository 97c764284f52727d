"""The blueprint of threads."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("threads", __name__, template_folder="templates")
