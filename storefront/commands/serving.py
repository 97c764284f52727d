"""storefront serve, storefront worker"""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from storefront import plugin_manager, runtime
from storefront.commands.opening import HOME_VARIABLE, BadInput, open_shop, shop_home
from storefront.counts import FOLDER_VARIABLE, folder_for_processes
from storefront.logs import set_up_logs
from storefront.markets import priced_currencies
from storefront.payments.hints import payment_hints
from storefront.production import DEBUG_VARIABLE, is_loopback
from storefront.settings import SERVED_AT

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# A request that waits for the database must not keep the others waiting; more threads only share one lock.
THREADS = 4
BACKPRESSURE = 64
STOP_SECONDS = 10
# what has ended by itself is started again after so long
AGAIN_SECONDS = 2


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
@click.option("--debug", is_flag=True, help="Templates are read anew, errors are shown (development only).")
def serve(host: str, port: int, workers: int, debug: bool) -> None:
    """Serve the shop, with a worker beside it that sends mails and watches payments."""
    end_when_told()
    # before anything of the shop is imported that counts
    with folder_for_processes():
        _serve(host, port, workers, debug)


def _serve(host: str, port: int, workers: int, debug: bool) -> None:
    home = shop_home()
    address = f"http://{url_host(host)}:{port}"
    os.environ.update({HOME_VARIABLE: str(home), SERVED_AT: address})
    shop = open_shop(home, to_start=True, debug=debug)
    check_free(host, port)
    if debug:
        os.environ[DEBUG_VARIABLE] = "1"
    click.echo(f"{shop.settings.shop.name} is served on {address} (stop: Ctrl+C)")
    if shop.settings.base_url != address:
        click.echo(f"Its links lead to [shop] base_url: {shop.settings.base_url}")
    if unpriced := sorted({*shop.settings.shop.currencies} - {*priced_currencies(shop)}):
        click.echo(f"Not offered, for want of a rate: {', '.join(unpriced)}. `storefront rates update` fetches them.")
    for hint in payment_hints(shop):
        click.echo(hint, err=True)
    with worker_beside(home):
        _granian(host, port, workers)


def end_when_told() -> None:
    """SIGTERM ends this process in order from the first moment on; server and worker put theirs in its place."""
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(0))


def url_host(host: str) -> str:
    """The host as links name it: this machine is localhost, whatever it listens on."""
    if is_loopback(host):
        return "localhost"
    return f"[{host}]" if ":" in host else host


def check_free(host: str, port: int) -> None:
    """Raise BadInput when nothing can listen there: the server itself would share a port with another shop."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, kind, protocol, _name, place in found[:1]:
            with socket.socket(family, kind, protocol) as tried:
                # what has just ended may still be closing its connections
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                tried.bind(place)
    except OSError as error:
        reason = "another program listens there" if error.errno == errno.EADDRINUSE else error.strerror
        raise BadInput(f"{host}:{port} cannot be served on: {reason}. --port and --host choose another.") from error


def _granian(host: str, port: int, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    server = Granian(
        "storefront.wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        backpressure=BACKPRESSURE,
        log_level=LogLevels.warning,
        workers_kill_timeout=STOP_SECONDS,
        respawn_failed_workers=True,
    )
    server.serve(target_loader=partial(_loaded, os.getpid()), wrap_loader=False)


def _loaded(parent: int) -> WSGIApplication:
    """What each of the server's workers serves.

    Ctrl+C reaches every process of a terminal; a worker that is told to stop by it and by the server in the same
    moment hangs. So it leaves the group: the server alone is told, and tells it.
    """
    os.setpgrp()
    end_with(parent)
    from storefront.wsgi import app

    return app


@contextmanager
def worker_beside(home: Path) -> Iterator[None]:
    """A worker process for as long as the block runs; it ends even when this process is killed."""
    command = [sys.executable, "-m", "storefront.cli", "worker", "--beside", str(os.getpid())]
    kept = KeptProcess(command, {**os.environ, HOME_VARIABLE: str(home)})
    try:
        yield
    finally:
        kept.stop()


class KeptProcess:
    """A process that is started again when it ends or is killed, until it is stopped."""

    def __init__(self, command: list[str], environ: Mapping[str, str]) -> None:
        self._command, self._environ = command, environ
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._child = self._started()
        threading.Thread(target=self._watch, daemon=True).start()

    def stop(self) -> None:
        """End it, in order if it can."""
        with self._lock:
            self._stopping.set()
        self._child.terminate()
        try:
            self._child.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        # in a group of its own: Ctrl+C is for `serve`, which then ends its worker
        return subprocess.Popen(self._command, stdin=subprocess.DEVNULL, env=self._environ, process_group=0)

    def _watch(self) -> None:
        while True:
            code = self._child.wait()
            if self._stopping.wait(AGAIN_SECONDS):
                return
            with self._lock:
                if self._stopping.is_set():
                    return
                click.echo(f"The worker ended ({code}) and is started again.", err=True)
                self._child = self._started()


@click.command()
@click.option("--beside", type=int, hidden=True, help="End when this parent process has ended.")
def worker(beside: int | None) -> None:
    """Do what follows: mails, timers, refunds, payments that have not answered."""
    end_when_told()
    set_up_logs(open_shop(to_start=True).settings.log)
    if os.environ.get(FOLDER_VARIABLE):
        from storefront.web.metrics import keep_flushing

        keep_flushing()
    from storefront.worker import run_forever

    if beside is not None:
        end_with(beside)
    run_forever(refresh)


def refresh() -> None:
    """Build the shop anew when its set of plugins has changed."""
    from storefront.app import build_runtime

    if plugin_manager.set_version() != runtime.current().version:
        build_runtime(runtime.current().settings)


def end_with(parent: int) -> None:
    """When `serve` is gone, however it went, nothing is left running."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
