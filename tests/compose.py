"""Reads docker-compose.yml the way the tests need it: values filled in, commands split."""

import re
import shlex
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
VARIABLE = re.compile(r"\$\{(\w+)(?::([?-])([^}]*))?\}")


def read():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def filled(text, values):
    """``${NAME:?why}`` and ``${NAME:-default}`` as Compose fills them; an empty value counts as none."""

    def value(match):
        name, kind, rest = match.groups()
        if found := values.get(name):
            return found
        if kind == "-":
            return rest
        raise KeyError(f"{name} is required: {rest or ''}")

    return VARIABLE.sub(value, text)


def environment(service, values):
    """A variable without a value is passed on when there is one."""
    given = service["environment"].items()
    passed = {name: values[name] for name, text in given if text is None and name in values}
    return passed | {name: filled(str(text), values) for name, text in given if text is not None}


def command(service):
    return shlex.split(service["command"])
