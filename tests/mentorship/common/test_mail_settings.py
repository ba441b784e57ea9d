"""How MENTORSHIP_EMAIL_URL is read: whether letters leave protected hangs on it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

NAMES = ("BACKEND", "HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_SSL", "USE_TLS")
CODE = f"import json, mentorship.settings as s; print(json.dumps([getattr(s, 'EMAIL_' + name) for name in {NAMES}]))"
SMTP = "mentorship.common.smtp.EmailBackend"


def read(url, folder, **more):
    environment = os.environ | {"MENTORSHIP_VAR_DIR": str(folder), "MENTORSHIP_EMAIL_URL": url} | more
    return subprocess.run(
        [sys.executable, "-c", CODE],
        env=environment,
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("url", "meaning"),
    [
        ("smtps://robot:secret@mail.test", [SMTP, "mail.test", 465, "robot", "secret", True, False]),
        ("submission://robot:secret@mail.test", [SMTP, "mail.test", 587, "robot", "secret", False, True]),
        ("smtp://127.0.0.1:2525", [SMTP, "127.0.0.1", 2525, "", "", False, False]),
        (
            "smtps://robot%40school.ru:a%2Fb%40c@smtp.yandex.ru:465",
            [SMTP, "smtp.yandex.ru", 465, "robot@school.ru", "a/b@c", True, False],
        ),
    ],
)
def test_an_address_says_how_the_line_is_protected(url, meaning, tmp_path):
    done = read(url, tmp_path)

    assert json.loads(done.stdout) == meaning
    assert done.stderr == ""


@pytest.mark.parametrize("url", ["smtp://robot:secret@mail.test:587?tls=True", "smtp+tls://mail.test", "mail.test"])
def test_an_address_that_could_mean_a_line_in_clear_is_refused(url, tmp_path):
    done = read(url, tmp_path)

    assert done.returncode
    assert "MENTORSHIP_EMAIL_URL begins with" in done.stderr


def test_a_site_with_a_russian_name_has_a_plain_name_for_mail_servers(tmp_path):
    code = "import mentorship.settings as s; print(s.MAIL_DOMAIN)"
    environment = os.environ | {"MENTORSHIP_VAR_DIR": str(tmp_path), "MENTORSHIP_SITE_URL": "http://школа.рф"}
    printed = subprocess.check_output([sys.executable, "-c", code], env=environment, cwd=Path(__file__).parents[3])

    assert printed.decode().strip() == "xn--80atdl2c.xn--p1ai"
