"""Servers for measuring, each granian with one worker and one thread; and wrk, which asks them."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent


@contextmanager
def served(target: str, environ: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address of a WSGI callable ("module:name"), served."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "1",
        "--port", str(port), "--no-ws", "--log-level", "critical", target,
    ]  # fmt: skip
    path = os.pathsep.join([str(HERE), str(HERE.parents[1])])
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path, **(environ or {})}) as server:
        try:
            _wait(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait(port: int) -> None:
    for _turn in range(400):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nothing answers on port {port}")


def rate(address: str, headers: Mapping[str, str], seconds: int) -> float:
    """Answers a second, by wrk with four connections."""
    wrk = shutil.which("wrk")
    if wrk is None:
        sys.exit("`make bench` needs wrk (Debian: apt-get install wrk)")
    command = [wrk, "-t1", "-c4", f"-d{seconds}s"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    said = subprocess.run([*command, address], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said:
        sys.exit(f"{address} does not answer 200:\n{said}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert found is not None, said
    return float(found[1])


def fetched(address: str, headers: Mapping[str, str]) -> tuple[bytes, Mapping[str, str]]:
    """An answer's body as it came over the wire, and its headers."""
    with urllib.request.urlopen(urllib.request.Request(address, headers=dict(headers)), timeout=60) as answer:
        return answer.read(), dict(answer.headers)
