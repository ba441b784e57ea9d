import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests import compose

ROOT = Path(compose.ROOT)
SERVICES = compose.read()["services"]
RUNNING = {name: service for name, service in SERVICES.items() if service.get("restart") != "no"}
SECRETS = ("MENTORSHIP_SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD")


def test_it_has_every_process():
    assert set(SERVICES) == {
        "prepare", "web", "worker", "worker-files", "beat", "database", "queue", "proxy",
    }  # fmt: skip


@pytest.mark.parametrize("name", RUNNING)
def test_a_service_is_watched_restarted_and_unprivileged(name):
    service = RUNNING[name]

    assert service["healthcheck"]["test"]
    assert service["restart"] == "unless-stopped"
    assert service["user"] not in ("root", "0", "0:0")
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize("secret", SECRETS)
def test_no_secret_has_a_default(name, secret):
    text = str(SERVICES[name].get("environment", ""))

    for kind in re.findall(rf"\$\{{{secret}([^}}]*)\}}", text):
        assert kind.startswith(":?")
    for value in re.findall(r"(?:PASSWORD|SECRET\w*)'?: '?([^,'}]+)", text):
        assert value.startswith("${")


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


def test_every_queue_has_a_worker_and_there_is_one_beat():
    from mentorship.celery import QUEUES

    taken = []
    for name in ("worker", "worker-files"):
        words = compose.command(SERVICES[name])
        taken += words[words.index("-Q") + 1].split(",")

    assert sorted(taken) == sorted(QUEUES)


def test_redis_keeps_its_log_and_refuses_rather_than_forgets():
    script = SERVICES["queue"]["command"][-1]

    assert "appendonly yes" in script
    assert "maxmemory-policy noeviction" in script
    assert "requirepass" in script


def test_the_proxy_limits_bodies_and_headers_and_overwrites_the_clients_address():
    text = (ROOT / "docs/deploy/Caddyfile").read_text()

    assert "max_size 25MB" in text
    assert "max_header_size 16KB" in text
    assert "header_up X-Forwarded-For {remote_host}" in text


def settings_variables():
    text = (ROOT / "mentorship/settings.py").read_text()
    return {f"MENTORSHIP_{name}" for name in re.findall(r"""\benv\.\w+\(\s*["'](\w+)["']""", text)}


def test_the_readme_has_every_variable_of_the_settings_and_no_other():
    rows = re.findall(r"^\| `(MENTORSHIP_\w+)`", (ROOT / "README.md").read_text(), re.MULTILINE)

    assert sorted(rows) == sorted(settings_variables())


@pytest.mark.parametrize("name", ["README.md", "docs/import.md"])
def test_every_command_of_the_papers_exists(name):
    named = set(re.findall(r"manage\.py (\w+)", (ROOT / name).read_text()))

    assert named
    assert named <= set(get_commands())


def test_the_compose_file_passes_known_variables_only():
    passed = {name for service in SERVICES.values() for name in service.get("environment", {})}
    known = settings_variables()

    assert {name for name in passed if name.startswith("MENTORSHIP_")} <= known
    assert "MENTORSHIP_DEBUG" not in passed


def test_the_example_names_every_required_value():
    required = set(re.findall(r"\$\{(\w+):\?", (ROOT / "docker-compose.yml").read_text()))
    named = set(re.findall(r"^(\w+)=", (ROOT / "docs/deploy/env.example").read_text(), re.MULTILINE))

    assert required == named
