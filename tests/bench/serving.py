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
from typing import NamedTuple

HERE = Path(__file__).parent
# the server of each address
_servers: dict[str, int] = {}


class Rate(NamedTuple):
    """Answers a second, and the milliseconds that the server's processors worked for each."""

    answers: float
    work: float


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
            address = f"http://127.0.0.1:{port}"
            _servers[address] = server.pid
            yield address
        finally:
            server.terminate()


def _wait(port: int) -> None:
    for _turn in range(400):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nothing answers on port {port}")


def rate(address: str, headers: Mapping[str, str], seconds: int) -> Rate:
    """How fast an address answers wrk, which has four connections."""
    wrk = shutil.which("wrk")
    if wrk is None:
        sys.exit("`make bench` needs wrk (Debian: apt-get install wrk)")
    command = [wrk, "-t1", "-c4", f"-d{seconds}s"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    server = _servers["/".join(address.split("/")[:3])]
    before = _worked(server)
    said = subprocess.run([*command, address], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said:
        sys.exit(f"{address} does not answer 200:\n{said}")
    work = _worked(server) - before
    found, answers = re.search(r"Requests/sec:\s+([\d.]+)", said), re.search(r"(\d+) requests in", said)
    assert found is not None and answers is not None, said
    return Rate(float(found[1]), 1000 * work / max(int(answers[1]), 1))


def _worked(process: int) -> float:
    """Seconds that a process and those it started have worked; 0 where there is no /proc."""
    place = Path(f"/proc/{process}")
    try:
        fields = (place / "stat").read_text().rpartition(")")[2].split()
        children = [int(one) for one in (place / f"task/{process}/children").read_text().split()]
    except OSError:
        return 0.0
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(_worked(child) for child in children)


def fetched(address: str, headers: Mapping[str, str]) -> tuple[bytes, Mapping[str, str]]:
    """An answer's body as it came over the wire, and its headers."""
    with urllib.request.urlopen(urllib.request.Request(address, headers=dict(headers)), timeout=60) as answer:
        return answer.read(), dict(answer.headers)
