"""The demo's bank account: one that cannot be, so that bank transfer can be tried and no money goes astray."""

from __future__ import annotations

import re
from pathlib import Path

# a real IBAN's check digits are 02 to 98
SHAM = {"bank_account": "DE00 0000 0000 0000 0000 00", "bank_holder": "Demo: not an account, send no money"}


def name_account(path: Path) -> bool:
    """Write the sham account into a settings file that names none; whether it was written."""
    text = path.read_text(encoding="utf-8")
    if not re.search(r'^bank_account = ""$', text, re.M):
        return False
    for name, value in SHAM.items():
        text = re.sub(rf'^{name} = ""$', f'{name} = "{value}"', text, count=1, flags=re.M)
    path.write_text(text, encoding="utf-8")
    return True
