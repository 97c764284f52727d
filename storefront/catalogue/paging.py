"""Where a list goes on: the mark of its last row, opaque and safe in a URL."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from storefront.errors import StorefrontError

Sort = Literal["relevance", "popularity", "price", "-price", "newest"]
SORTS: tuple[Sort, ...] = get_args(Sort)
_LONGEST = 200


class WrongMark(StorefrontError):
    """The mark does not come from this list: start at its first page."""

    code = "wrong-mark"


@dataclass(frozen=True)
class Mark:
    """The sort keys of the last row shown, and its product."""

    keys: tuple[Any, ...]
    product_id: int


_KINDS: dict[Sort, tuple[type, ...]] = {
    "relevance": (int, int),
    "popularity": (int,),
    "price": (int,),
    "-price": (int,),
    "newest": (datetime,),
}


def written(sort: Sort, mark: Mark) -> str:
    """The mark as text for a URL."""
    keys = [key.isoformat() if isinstance(key, datetime) else key for key in mark.keys]
    text = json.dumps([sort, *keys, mark.product_id], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(sort: Sort, text: str) -> Mark:
    """The mark that a text says; raises WrongMark for anything that this sort did not write."""
    try:
        if len(text) > _LONGEST:
            raise ValueError("too long")
        padded = text + "=" * (-len(text) % 4)
        name, *keys, product_id = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        kinds = _KINDS[sort]
        if name != sort or len(keys) != len(kinds) or type(product_id) is not int:
            raise ValueError("another list's")
        read_keys = tuple(_key(key, kind) for key, kind in zip(keys, kinds, strict=True))
        if product_id.bit_length() > 63:
            raise ValueError("no row has such a number")
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        raise WrongMark(f"{text[:40]!r} is not a mark of this list; start at its first page") from error
    return Mark(read_keys, product_id)


def _key(key: Any, kind: type) -> Any:
    if kind is datetime:
        moment = datetime.fromisoformat(key)
        if moment.tzinfo is None:
            raise ValueError("a moment without its zone")
        return moment
    if type(key) is not int or key.bit_length() > 63:
        raise ValueError("not a number of ours")
    return key
