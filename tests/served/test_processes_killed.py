"""Any process of a served shop is killed at any moment: another takes its place, and no work is lost or done twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from small_shop import SmallShop, Visitor, shipped_model

from storefront import db, outbox
from storefront.operations.health import last_beat
from storefront.orders.tables import Outbox

# a worker that dies in the middle of a piece of work, as a power cut would have it
DIES = """
import os
from storefront import db, outbox
from storefront.commands.opening import open_shop
open_shop()
outbox.work({"thing": lambda _payload, _row: os._exit(9)}, db.utc_now())
"""


def children(parent: int) -> dict[int, str]:
    """Its processes, each with its command line."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    return {int(pid): args for pid, ppid, args in rows if int(ppid) == parent}


def serving(port: str) -> int:
    listed = subprocess.run(["ps", "-eo", "pid=,args="], capture_output=True, text=True, check=True).stdout
    found = [line.split(None, 1) for line in listed.splitlines() if f"serve --port {port} " in line]
    pids = {int(pid) for pid, _args in found}
    # a forked worker has its parent's command line
    return next(pid for pid in pids if pids - {pid} <= set(children(pid)))


def until(holds: Callable[[], bool], what: str) -> None:
    for _turn in range(300):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError(what)


def answers(address: str) -> bool:
    try:
        return Visitor(address).get("/en/p/kettle").status == 200
    except OSError:
        return False


@pytest.mark.slow
def test_whatever_is_killed_comes_back(make_shop: Callable[..., SmallShop]) -> None:
    shop = make_shop(shipped_model())
    shop.offer("kettle", shipped_model(), 2000, category="kitchen")
    with shop.served(workers=2) as address:
        until(lambda: last_beat() is not None, "the worker begins")
        server = serving(address.rpartition(":")[2])
        before = children(server)
        (worker,) = [pid for pid, args in before.items() if " worker --beside " in args]
        web = [pid for pid in before if pid != worker]
        os.kill(worker, signal.SIGKILL)
        os.kill(web[0], signal.SIGKILL)
        until(lambda: answers(address), "the shop answers again")
        with db.transaction():
            Outbox.create(kind="unknown", created_at=db.utc_now(), due_at=db.utc_now())
        until(lambda: Outbox.get().attempts == 1, "another worker does what is due")
        until(lambda: all(answers(address) for _turn in range(20)), "no request is lost")
        now = children(server)
        assert worker not in now and web[0] not in now
        assert len([pid for pid, args in now.items() if " worker --beside " in args]) == 1


def test_work_in_the_middle_of_which_a_worker_died_is_done_by_the_next(
    make_shop: Callable[..., SmallShop], database_url: str, tmp_path: Path
) -> None:
    shop = make_shop(shipped_model(), database_url=database_url)
    outbox.later("thing", {"number": 7})
    ended = subprocess.run([sys.executable, "-c", DIES], env=shop.environ, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 9, ended.stderr
    done: list[int] = []
    handlers = {"thing": lambda payload, _row: done.append(payload["number"])}
    now = db.utc_now()
    assert outbox.work(handlers, now) == 0
    assert outbox.work(handlers, now + outbox.LEASE + timedelta(seconds=1)) == 1
    assert outbox.work(handlers, now + 2 * outbox.LEASE) == 0
    assert done == [7]
