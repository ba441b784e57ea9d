"""``make shots``: the main pages of the demonstration as pictures in docs/screenshots, on the same day every time."""

import io
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.services import free_port, stopping, wait_for

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "screenshots"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
    "--lang=ru",
]
NOON = "2026-03-16T12:00:00+04:00"
SIZES = {1280: 800, 360: 740}
TALLEST = 1600
COLOURS = 128
PAGES = {
    "today": "/today/",
    "roadmap": "/roadmap/",
    "roadmap-list": "/roadmap/?view=list",
    "roadmap-board": "/roadmap/?view=board",
    "roadmap-import": "/roadmap/import/",
    "roadmap-new": "/roadmap/new/",
    "roadmap-edit": "/roadmap/edit/",
    "reports": "/reports/",
    "settings": "/settings/",
    "notifications": "/notifications/",
    "notification-choices": "/notifications/choices/",
    "reminders-example": "/settings/reminders/example/",
    "delivery": "/delivery/",
    "calendar": "/me/calendar/",
}


@contextmanager
def demonstration(folder):
    """A web server with fresh demonstration schools whose clock stands still; yields its address and sign-ins."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MENTORSHIP_")}
    environment |= {"MENTORSHIP_VAR_DIR": str(folder), "MENTORSHIP_DEBUG": "1", "MENTORSHIP_NOW": NOON}
    environment |= {"MENTORSHIP_PORT": str(port), "DJANGO_SETTINGS_MODULE": "mentorship.settings"}
    for command in (["prepare", "--demo"], ["send_due"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "mentorship.wsgi:application"]
    server += ["--port", str(port), "--blocking-threads", "4", "--no-ws", "--log-level", "error"]
    base = f"http://localhost:{port}"
    with stopping(subprocess.Popen(server, cwd=ROOT, env=environment)):
        wait_for(lambda: urllib.request.urlopen(f"{base}/healthz", timeout=5).status == 200, what="the web server")
        yield base, json.loads((Path(folder) / "demo-accounts.json").read_text())


def shoot(page, name, width):
    """Save the page, not taller than a reader scrolls, with few colours: a picture of text needs no more."""
    page.wait_for_load_state("networkidle")
    settle(page)
    height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": width, "height": max(SIZES[width], height)})
    settle(page)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(TARGET / f"{name}-{width}.png", optimize=True)
    page.set_viewport_size({"width": width, "height": SIZES[width]})
    print(f"{name}-{width}.png", flush=True)


def settle(page):
    """Wait for the fonts that the page asked for and for one more frame."""
    page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame)).then(() => true)")


def with_fonts(route):
    """A first visit shows the system's font rather than make people wait; a picture can wait for ours."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("font-display: optional", "font-display: block"))


def sign_in(page, base, account):
    page.goto(f"{base}/login/")
    page.fill("input[name=login]", account["email"])
    page.fill("input[type=password]", account["password"])
    page.press("input[type=password]", "Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


def pages_of(page, base):
    """The list of pages, with the activity that waits first and a stage."""
    page.goto(f"{base}/today/")
    kinds = {"activity": "activities", "stage": "stages", "remind": "remind"}
    found = {name: f"main a[href^='/{path}/']" for name, path in kinds.items()}
    links = {name: page.locator(selector) for name, selector in found.items()}
    return PAGES | {name: link.first.get_attribute("href") for name, link in links.items() if link.count()}


def at_width(browser, base, accounts, width):
    context = browser.new_context(locale="ru-RU", viewport={"width": width, "height": SIZES[width]})
    context.route("**/*.css", with_fonts)
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(f"{base}/login/")
    shoot(page, "login", width)
    sign_in(page, base, accounts["coordinator"])
    for name, path in pages_of(page, base).items():
        if page.goto(base + path).status == 200:
            shoot(page, name, width)
    page.emulate_media(color_scheme="dark")
    page.goto(f"{base}/today/")
    shoot(page, "today-dark", width)
    context.close()


def main():
    if not Path(CHROMIUM).exists():
        sys.exit("Chromium is not installed (Debian: apt-get install chromium).")
    TARGET.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="shots-") as folder,
        demonstration(folder) as (base, accounts),
        sync_playwright() as playwright,
    ):
        language = os.environ | {"LANGUAGE": "ru", "LANG": "ru_RU.UTF-8"}
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, env=language)
        for width in SIZES:
            at_width(browser, base, accounts, width)
        browser.close()


if __name__ == "__main__":
    main()
