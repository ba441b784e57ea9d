"""``make test``: everything on SQLite, what touches storage on PostgreSQL too, then real processes that are killed.

The last are apart, because they keep both processors busy and others look at the clock. All must pass.
"""

import subprocess
import sys

from tests.services import Missing, postgres_program

PYTEST = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile"]
NOTHING_COLLECTED = 5
"""Chosen paths need not have something for every round."""


def main(paths):
    print("== SQLite", flush=True)
    codes = [run([*PYTEST, "-m", "not processes", *paths])]
    try:
        postgres_program("initdb")
    except Missing as reason:
        print(f"== PostgreSQL: skipped, {reason}", flush=True)
    else:
        print("== PostgreSQL", flush=True)
        storage = [*PYTEST, "-p", "tests.storage_only", *paths]
        codes.append(run([sys.executable, "-m", "tests.services", "postgres", "--", *storage]))
    print("== Processes", flush=True)
    codes.append(run([*PYTEST, "-m", "processes", *paths]))
    return max((code for code in codes if code != NOTHING_COLLECTED), default=NOTHING_COLLECTED)


def run(command):
    return subprocess.run(command).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
