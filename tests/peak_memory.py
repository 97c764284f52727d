"""How much memory a program of a test took at most, as code that is put before it: peak() in MB."""

from __future__ import annotations

# The system's own peak of this program. getrusage would count the test run that started it too, since a
# process keeps the largest size it had before it became another program.
PEAK = """
def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) // 1024
"""
