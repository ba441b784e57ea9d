"""Ready templates of plans, the product's own: read from ``plans/*.yaml``, copied into a school when it takes them."""

from functools import cache
from pathlib import Path

import yaml

from mentorship.programmes.models import MentoringForm

from .models import MarkScale, PlanKind, PlanTemplate

FOLDER = Path(__file__).parent / "plans"


@cache
def ready_plans():
    """``{code: entry}`` in the order of the files; an entry has title, kind, form, goal, sections, texts."""
    entries = [one for path in sorted(FOLDER.glob("*.yaml")) for one in yaml.safe_load(path.read_text())]
    return {one["code"]: one for one in entries}


def plain(title):
    """A title of a form without the differences of dashes and letters' size."""
    return title.lower().replace("—", "–").replace("-", "–").replace(" ", "")


def form_of(entry, forms):
    """The school's form of mentoring that an entry speaks of, or None."""
    wanted = plain(entry.get("form", ""))
    return next((form for form in forms if wanted and plain(form.title).startswith(wanted)), None)


def take(school, code):
    """The school's own copy of a ready template; taken twice it is the same one."""
    entry = ready_plans()[code]
    template, _is_new = PlanTemplate.objects.get_or_create(
        school=school,
        code=code,
        deleted_at=None,
        defaults={
            "kind": entry.get("kind", PlanKind.PLAN),
            "title": entry["title"],
            "form": form_of(entry, MentoringForm.objects.all()),
            "mark_scale": entry.get("mark_scale", MarkScale.WORDS),
            "sections": entry["sections"],
            "texts": {"goal": entry.get("goal", ""), **entry.get("texts", {})},
        },
    )
    return template
