"""``make lint``: every check that does not run the product. All of them run; the failed ones are named at the end."""

import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CODE = ["manage.py", "mentorship", "roadmap", "surveys", "tests"]
PRODUCTION = {
    "MENTORSHIP_SITE_URL": "https://mentorship.example.test",
    "MENTORSHIP_ALLOWED_HOSTS": "mentorship.example.test",
    "MENTORSHIP_SECRET_KEY": secrets.token_urlsafe(64),
    "MENTORSHIP_DATABASE_URL": "postgres://school:secret@127.0.0.1/mentorship",
    "MENTORSHIP_BROKER_URL": "redis://:secret@127.0.0.1/0",
    "MENTORSHIP_EMAIL_URL": "smtps://robot:secret@mail.example.test:465",
    "MENTORSHIP_ADMIN_PATH": "office/",
}


def manage(*arguments):
    return [sys.executable, "manage.py", *arguments]


COMMANDS = {
    "ruff": [BIN / "ruff", "check", "--no-cache", *CODE],
    "ruff format": [BIN / "ruff", "format", "--check", "-q", *CODE],
    "templates' format": [BIN / "djlint", "templates", "--check"],
    "templates": [BIN / "djlint", "templates", "--lint", "--quiet"],
    "layers": [BIN / "lint-imports"],
    "byte code": [sys.executable, "-m", "compileall", "-q", *CODE],
    "bandit": [BIN / "bandit", "-q", "-ll", "-r", "-c", "pyproject.toml", "mentorship", "roadmap", "surveys"],
    "migrations": manage("makemigrations", "--check", "--dry-run", "-v", "0"),
    "deployment": manage("check", "--deploy", "--fail-level", "WARNING"),
    "translations": manage("messages", "--check"),
}


def lock_problems():
    """The lock files name versions and hashes and nothing of the place where they were made."""
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text()
        if found := re.search(r"\w+://\S+|^--(?:index|extra-index|find-links|trusted)\S*", text, re.MULTILINE):
            yield f"{name} holds an address: {found.group()}"
        for package in re.findall(r"^([\w.\[\]-]+==[^\s\\]+)(?! \\\n|.*\\\n)", text, re.MULTILINE):
            yield f"{name}: {package} has no hash"


def environment_of(name):
    if name == "deployment":
        return os.environ | PRODUCTION
    return os.environ | {"COLUMNS": "120"}


def main():
    failed = list(lock_problems())
    for name, command in COMMANDS.items():
        done = subprocess.run(
            list(map(str, command)), cwd=ROOT, env=environment_of(name), text=True, capture_output=True
        )
        print(f"{'ok  ' if not done.returncode else 'FAIL'} {name}", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout[-8000:] + done.stderr[-8000:], flush=True)
    if failed:
        sys.exit("Failed: " + "; ".join(failed))


if __name__ == "__main__":
    main()
