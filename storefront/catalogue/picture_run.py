"""Fetching the pictures whose turn it is: a few at a time, outside any transaction."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from storefront.catalogue import remote_pictures
from storefront.catalogue.fetching import Limits, PictureFailed, fetch
from storefront.catalogue.images import ImageRefused, StoredImage, store_image
from storefront.catalogue.tables import RemotePicture
from storefront.db import close, utc_now
from storefront.i18n import _

log = logging.getLogger(__name__)
THREADS = 4
Result = Literal["fetched", "later", "failed"]

# A picture takes up to 300 MB while it is read: one at a time.
_reading = threading.Lock()


@dataclass
class Run:
    """One run over what is due. hurry: also what waits for its next attempt; watch is told each result."""

    media: Path
    limits: Limits
    hurry: bool = False
    clock: Callable[[], datetime] = utc_now
    watch: Callable[[Result], None] = lambda _result: None
    done: Counter[Result] = field(default_factory=Counter)
    _after: int = 0
    _stopped: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def all(self, threads: int = THREADS) -> Counter[Result]:
        """Fetch everything that is due, each picture at most once; what became of them."""
        # daemons: who stops the program does not wait for slow servers; their leases end by themselves
        crew = [threading.Thread(target=self._work, daemon=True) for _number in range(threads)]
        for thread in crew:
            thread.start()
        try:
            for thread in crew:
                thread.join()
        finally:
            self._stopped = True
        return self.done

    def _work(self) -> None:
        try:
            while not self._stopped and (row := self._next()) is not None:
                result = self._one(row)
                with self._lock:
                    self.done[result] += 1
                    self.watch(result)
        except Exception:
            log.exception("fetching pictures failed; it is tried again")
        finally:
            close()

    def _next(self) -> RemotePicture | None:
        with self._lock:
            row = remote_pictures.lease(self.clock(), self._after, self.hurry)
            self._after = row.id if row else self._after
            return row

    def _one(self, row: RemotePicture) -> Result:
        try:
            stored = obtain(row.url, self.media, self.limits)
        except PictureFailed as failure:
            again = remote_pictures.fail(row.id, row.attempts, failure.message, failure.again, self.clock())
            return "later" if again else "failed"
        remote_pictures.keep(row.id, stored, self.clock())
        return "fetched"


def obtain(url: str, media: Path, limits: Limits) -> StoredImage:
    """The picture at an address, fetched, looked at and stored; raises PictureFailed."""
    found = fetch(url, limits)
    try:
        with _reading:
            return store_image(found.data, media)
    except ImageRefused as refused:
        if found.content_type.lower().startswith("text/html"):
            raise PictureFailed(_("The address answers with a web page, not with a picture.")) from refused
        raise PictureFailed(refused.message) from refused
    except Exception as error:
        log.exception("%s cannot be read or stored", url)
        raise PictureFailed(_("The picture could not be read or stored; the log says why."), again=True) from error
