"""storefront serve, storefront worker"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from storefront import plugin_manager, runtime
from storefront.commands.opening import HOME_VARIABLE, BadInput, open_shop, shop_home
from storefront.logs import set_up_logs
from storefront.payments.hints import payment_hints

# A request that waits for the database must not keep the others waiting; more threads only share one lock.
THREADS = 4
BACKPRESSURE = 64
DEBUG_VARIABLE = "STOREFRONT_DEBUG"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
@click.option("--debug", is_flag=True, help="Templates are read anew, errors are shown (development only).")
def serve(host: str, port: int, workers: int, debug: bool) -> None:
    """Serve the shop, with a worker beside it that sends mails and watches payments."""
    home = shop_home()
    shop = open_shop(home)
    if debug and shop.settings.production:
        raise BadInput('--debug is refused while environment = "production".')
    os.environ[HOME_VARIABLE] = str(home)
    if debug:
        os.environ[DEBUG_VARIABLE] = "1"
    click.echo(f"{shop.settings.shop.name} is served on http://{host}:{port} (stop: Ctrl+C)")
    for hint in payment_hints(shop):
        click.echo(hint, err=True)
    with worker_beside(home):
        _granian(host, port, workers)


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
    )
    server.serve()


@contextmanager
def worker_beside(home: Path) -> Iterator[None]:
    """A worker process for as long as the block runs; it ends even when this process is killed."""
    command = [sys.executable, "-m", "storefront.cli", "worker", "--beside", str(os.getpid())]
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, env={**os.environ, HOME_VARIABLE: str(home)})
    try:
        yield
    finally:
        child.terminate()
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


@click.command()
@click.option("--beside", type=int, hidden=True, help="End when this parent process has ended.")
def worker(beside: int | None) -> None:
    """Do what follows: mails, timers, refunds, payments that have not answered."""
    set_up_logs(open_shop().settings.log)
    from storefront.worker import run_forever

    if beside is not None:
        threading.Thread(target=_end_with, args=(beside,), daemon=True).start()
    run_forever(refresh)


def refresh() -> None:
    """Build the shop anew when its set of plugins has changed."""
    from storefront.app import build_runtime

    if plugin_manager.set_version() != runtime.current().version:
        build_runtime(runtime.current().settings)


def _end_with(parent: int) -> None:
    """When `serve` is gone, however it went, nothing is left running."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
