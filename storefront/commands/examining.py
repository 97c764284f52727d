"""storefront doctor"""

from __future__ import annotations

import json
import os
from dataclasses import asdict

import click

from storefront.commands.opening import now, shop_home
from storefront.operations.doctor import Finding, examine, is_bad
from storefront.operations.facts import read_facts
from storefront.settings import load

SIGNS = {"ok": "ok  ", "warn": "warn", "bad": "BAD "}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON list, for programs.")
def doctor(as_json: bool) -> int:
    """Say what is not as it should be in this shop, and what to do; exit code 1 when something is bad."""
    settings = load(shop_home(), os.environ, keyless=True)
    findings = examine(read_facts(settings, now()))
    if as_json:
        click.echo(json.dumps([asdict(one) for one in findings], ensure_ascii=False, indent=1))
    else:
        for one in findings:
            click.echo(_line(one))
    return 1 if is_bad(findings) else 0


def _line(one: Finding) -> str:
    return f"{SIGNS[one.level]}  {one.about}: {one.message}" + (f". {one.todo}" if one.todo else "")
