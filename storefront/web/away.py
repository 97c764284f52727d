"""What is answered while the database is away or a disk is full: a page that needs neither, and when to come again."""

from __future__ import annotations

import errno

from flask import Flask, Response

from storefront import counts
from storefront.db import is_away, let_go

RETRY_SECONDS = 10
# a full disk, a used up quota, a file larger than may be
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def passes(error: BaseException) -> bool:
    """Whether it is nobody's mistake and will pass: the database is away, or a disk is full."""
    return is_away(error) or (isinstance(error, OSError) and error.errno in FULL)


def away_page(app: Flask, request_id: str) -> Response:
    """The page; this thread's connection is given up, so that the next request tries another."""
    counts.count("away")
    let_go()
    template = app.jinja_env.get_template("errors/away.html")
    response = Response(template.render(trace_id=request_id), 503, mimetype="text/html")
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.cache_control.no_store = True
    return response
