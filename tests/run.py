"""``make test``: everything on SQLite, then what touches storage on PostgreSQL too. Both must pass."""

import subprocess
import sys

from tests.services import Missing, postgres_program

PYTEST = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile"]


def main(paths):
    print("== SQLite", flush=True)
    codes = [subprocess.run([*PYTEST, *paths]).returncode]
    try:
        postgres_program("initdb")
    except Missing as reason:
        print(f"== PostgreSQL: skipped, {reason}", flush=True)
    else:
        print("== PostgreSQL", flush=True)
        storage = [*PYTEST, "-p", "tests.storage_only", *paths]
        command = [sys.executable, "-m", "tests.services", "postgres", "--", *storage]
        codes.append(subprocess.run(command).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
