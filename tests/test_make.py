"""What others rely on by name."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NAMES = ["setup", "run", "test", "lint", "bench", "shots", "messages", "lock", "clean"]


@pytest.mark.parametrize("name", NAMES)
def test_the_makefile_has(name):
    if not shutil.which("make"):
        pytest.skip("make is not installed")
    said = subprocess.run(["make", "-n", name], cwd=ROOT, capture_output=True, text=True)

    assert said.returncode == 0, said.stderr


def test_locks_hold_hashes_and_no_addresses():
    from tests.lint import lock_problems

    assert list(lock_problems()) == []


def test_the_top_level_does_not_grow():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if tracked.returncode:
        pytest.skip("not a git clone")

    assert {line.split("/")[0] for line in tracked.stdout.splitlines()} <= {
        ".ci", ".gitignore", "LICENSE", "Makefile", "README.md", "docker-compose.yml", "docs", "manage.py",
        "mentorship", "pyproject.toml", "requirements-dev.lock", "requirements.lock", "roadmap", "static", "surveys",
        "templates", "tests",
    }  # fmt: skip


def test_no_text_names_the_machine_it_was_made_on():
    places = re.compile(r"/(?:root|home/\w+|work)/|\.pyenv")
    text = [path for name in ("Makefile", "README.md", "docker-compose.yml", ".ci/run") for path in [ROOT / name]]

    assert [path.name for path in text if places.search(path.read_text())] == []
