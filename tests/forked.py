"""A command of the command line in a process of its own that need not import the shop anew."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable, Mapping

from storefront import db, runtime
from storefront.cli import main


def forked(environ: Mapping[str, str], run: Callable[[], None]) -> int:
    """Call this in a child with this environment; its exit code."""
    with warnings.catch_warnings():
        # the child uses none of this process's threads, and takes no lock that they could hold
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        code = 1
        try:
            os.environ.clear()
            os.environ.update(environ)
            # its parent's connection is neither used nor closed: both would be felt there
            _parents = db.database.obj, runtime._current[:]
            db.database.initialize(None)
            runtime._current.clear()
            run()
            code = 0
        except SystemExit as stopped:
            code = stopped.code if isinstance(stopped.code, int) else 0 if stopped.code is None else 1
        except BaseException:
            traceback.print_exc()
        finally:
            if db.database.obj is not None:
                db.close()
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    _child, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def storefront(environ: Mapping[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """`storefront …`; what it printed, as subprocess.run tells it."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:

        def run() -> None:
            for stream, number in ((out, 1), (err, 2)):
                os.dup2(stream.fileno(), number)
            # pytest's own stand in their place
            sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))
            sys.stdin = io.StringIO()
            main(list(words))

        code = forked(environ, run)
        for stream in (out, err):
            stream.seek(0)
        printed, complained = out.read().decode(), err.read().decode()
    return subprocess.CompletedProcess(["storefront", *words], code, printed, complained)
