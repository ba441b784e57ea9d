"""docs/access.md: the matrix of who may do what, for people."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from ...access import ACTION_TITLES, ALL, MATRIX, OWN
from ...roles import Role

HEAD = """# Кто что может

Таблица напечатана командой `manage.py print_access` из `mentorship/programmes/access.py`; править её нужно там.

«да» — все строки своей школы; «свои» — то, за что человек отвечает сам, и свои классы; «–» — нельзя.
У человека с несколькими ролями складываются права всех ролей. Чужая школа не видна никому: её адреса отвечают 404.
Оператор региона видит список школ и не имеет прав внутри школы. Администратор сервера (суперпользователь)
управляет учётными записями, регионами и школами по отдельному адресу.
"""
CELLS = {ALL: "да", OWN: "свои", None: "–"}


def access_as_markdown():
    """The whole page, in Russian."""
    with translation.override("ru"):
        lines = [f"| Действие | {' | '.join(str(role.label) for role in Role)} |", "|---|" + "---|" * len(Role)]
        for action, row in MATRIX.items():
            cells = " | ".join(CELLS[row.get(role)] for role in Role)
            lines.append(f"| {ACTION_TITLES[action]} (`{action}`) | {cells} |")
    return "\n".join([HEAD, *lines, ""])


class Command(BaseCommand):
    help = "Prints the matrix of access into docs/access.md."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--to", type=Path, default=settings.BASE_DIR / "docs" / "access.md")

    def handle(self, *, to, **options):
        to.parent.mkdir(exist_ok=True)
        to.write_text(access_as_markdown())
        self.stdout.write(f"{len(MATRIX)} actions of {len(Role)} roles are printed to {to}.")
