"""Reads a roadmap out of a file and makes it the school's current one."""

import json
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django_scopes import scope

from mentorship.common.errors import RuleBroken
from mentorship.programmes.models import School
from roadmap.checks import warnings_of
from roadmap.reading import read_file
from roadmap.services.importing import create_unless_same, programme_for, too_long

LONGEST_PROGRAMME = 4 * 366


class Command(BaseCommand):
    help = "Reads a roadmap out of a Word, Excel or YAML file and makes it the school's current roadmap."

    def add_arguments(self, parser):
        parser.add_argument("file", help="DOCX, XLSX or YAML")
        parser.add_argument("--school", metavar="SLUG", help="short address of the school")
        parser.add_argument("--starts", type=day, help="first day of the programme, 2021-12-01")
        parser.add_argument("--ends", type=day, help="last day of the programme, 2022-05-31")
        parser.add_argument("--dry-run", action="store_true", help="only read and tell; nothing is written")
        parser.add_argument("--json", action="store_true", help="print what was read as JSON and nothing else")

    def handle(self, *, file, school, starts, ends, dry_run, **options):
        if school is None and not dry_run:
            raise CommandError(_("Say which school the roadmap is for: --school SLUG."))
        needs_school = not dry_run or not (starts and ends)
        school = self.school(school) if needs_school and school else None
        starts, ends = self.calendar(school, starts, ends)
        try:
            reading = read_file(file, str(file), starts, ends)
            remarks = remarks_of(reading, starts, ends)
            outcome = "" if dry_run else self.create(school, starts, ends, reading.outline)
        except RuleBroken as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(as_json(reading, remarks), ensure_ascii=False, indent=1))
        else:
            self.tell(reading, remarks, outcome)

    def school(self, slug):
        found = School.objects.filter(slug=slug).select_related("current_programme").first()
        if found is None:
            raise CommandError(_("There is no school “%(slug)s”.") % {"slug": slug})
        return found

    def calendar(self, school, starts, ends):
        """The days of the programme: those given, else of the school's current programme."""
        current = school.current_programme if school else None
        starts = starts or (current and current.starts_on)
        ends = ends or (current and current.ends_on)
        if not starts or not ends:
            raise CommandError(_("Say when the programme starts and ends: --starts 2021-12-01 --ends 2022-05-31."))
        if not 0 < (ends - starts).days <= LONGEST_PROGRAMME:
            raise CommandError(_("The programme must end after it starts and last four years at most."))
        return starts, ends

    def create(self, school, starts, ends, outline):
        for doubt in too_long(outline):
            raise RuleBroken(f"{doubt['message']} {doubt['text'][:80]}…")
        with scope(school=school):
            programme = programme_for(school=school, starts=starts, ends=ends)
            roadmap, is_new = create_unless_same(programme=programme, outline=outline)
        words = _("Created: “%(title)s”.") if is_new else _("Nothing has changed: “%(title)s” is this roadmap already.")
        return words % {"title": roadmap.title}

    def tell(self, reading, remarks, outcome):
        outline = reading.outline
        self.stdout.write(
            _("Stages: %(stages)s, activities: %(activities)s, steps: %(steps)s, responsible parties: %(parties)s.")
            % {
                "stages": len(outline.stages),
                "activities": len(outline.activities),
                "steps": sum(len(activity.steps) for activity in outline.activities),
                "parties": len(outline.parties),
            }
        )
        for remark in remarks:
            self.stdout.write(f"! {remark}")
        for text in reading.unread:
            self.stdout.write("? " + _("Not read: %(text)s") % {"text": text})
        if outcome:
            self.stdout.write(outcome)


def day(text):
    """A day in the form 2021-12-01."""
    return date.fromisoformat(text)


def remarks_of(reading, starts, ends):
    """Contradictions, and cells that were read with a doubt."""
    words = _("Stage %(stage)s, activity %(activity)s, “%(text)s”: %(message)s")
    known = [str(warning) for warning in warnings_of(reading.outline, starts, ends)]
    return known + [words % doubt for doubt in reading.doubts]


def as_json(reading, remarks):
    """The public shape. Texts of extra columns appear only where the document has them, so that nothing is lost."""
    outline = reading.outline
    title = {"title": outline.title} if outline.title else {}
    stages = [stage_as_json(stage) for stage in outline.stages]
    return {**title, "stages": stages, "warnings": remarks, "unread": reading.unread}


def stage_as_json(stage):
    more = {name: text for name in ("purpose", "planned_result") if (text := getattr(stage, name))}
    return {
        "number": stage.number,
        "title": stage.title,
        **more,
        "activities": [activity_as_json(activity) for activity in stage.activities],
    }


def activity_as_json(activity):
    of_steps = [step.planned_result for step in activity.steps]
    more = {name: text for name in ("document_kind", "environment") if (text := getattr(activity, name))}
    return {
        "title": activity.title,
        "term": activity.term.to_dict(),
        "responsible": [party.to_dict() for party in activity.responsible],
        "steps": [step_as_json(step) for step in activity.steps],
        "planned_result": activity.planned_result or "\n".join(filter(None, of_steps)),
        **more,
    }


def step_as_json(step):
    more = {name: text for name in ("planned_result", "document_kind") if (text := getattr(step, name))}
    return {"title": step.title, **more}
