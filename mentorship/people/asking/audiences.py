"""Whom questionnaires may be sent to: the registers by filters, and pupils of classes.

Nobody is asked without a consent to the processing of personal data in force (Federal Law 152; the entry questionnaire
is no exception: a name on a ticket is processing already). Those people are listed with the reason. Where the school
has another ground, whoever sends to all may ask them too with the ground in words; it is written into the log.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common import clock
from mentorship.programmes.models import MentoringForm, SchoolClass
from surveys.sources import Audience, Invitee

from ..consents import may_be_processed, waiting
from ..funnel import Funnel, with_state
from ..models import Mentee, Mentor, Person, PersonKind
from ..services.consents import record_override
from .directory import writable
from .options import place_of, title_of

ALL, UNANSWERED, UNPAIRED = "all", "unanswered", "unpaired"
STATES = (Funnel.ANSWERED, Funnel.CONSENTED, Funnel.SELECTED, Funnel.READY, Funnel.PAIRED)


def today(programme):
    return clock.today(programme.school.time_zone)


def register(model, programme):
    """Everybody of the register who has not left and not finished, with the state."""
    day = today(programme)
    rows = model.objects.of(programme).exclude(left_on__lte=day)
    rows = rows.filter(is_completed=False, person__has_left=False, person__anonymised_at=None)
    return with_state(rows, day).select_related("person__school_class").order_by("person__name_key", "pk")


def register_choices(model):
    def choices(programme):
        """Filters that somebody falls under, with how many: all, by form, and where they are on their way."""
        facts = list(register(model, programme).values_list("form", "funnel", "answered_on"))
        counted = [(ALL, _("everybody"), len(facts))]
        for form in MentoringForm.objects.all():
            counted.append((f"form:{form.pk}", form.title, sum(one[0] == form.pk for one in facts)))
        counted.append((UNANSWERED, _("without a questionnaire"), sum(one[2] is None for one in facts)))
        counted.append((UNPAIRED, _("not in a pair"), sum(one[1] != Funnel.PAIRED for one in facts)))
        for state in STATES:
            counted.append((f"state:{state}", state.label, sum(one[1] == state for one in facts)))
        return [row for row in counted if row[2]]

    return choices


def chosen(model, programme, values):
    """Filters of one sort widen, filters of different sorts narrow: «учитель — ученик» and «без анкеты» are both."""
    rows = register(model, programme)
    if ALL in values:
        return rows
    forms = [int(value[5:]) for value in values if value.startswith("form:") and value[5:].isdecimal()]
    states = [value[6:] for value in values if value.startswith("state:")]
    if forms:
        rows = rows.filter(form__in=forms)
    if UNANSWERED in values:
        rows = rows.filter(answered_on=None)
    if UNPAIRED in values:
        rows = rows.exclude(funnel=Funnel.PAIRED)
    if states:
        rows = rows.filter(funnel__in=states)
    return rows if forms or states or {UNANSWERED, UNPAIRED} & set(values) else rows.none()


def class_choices(programme):
    """Classes that have pupils in the register."""
    counts = {}
    for key in pupils().values_list("school_class", flat=True):
        counts[key] = counts.get(key, 0) + 1
    return [(str(one.pk), str(one), counts[one.pk]) for one in SchoolClass.objects.all() if one.pk in counts]


def pupils():
    return Person.objects.living().filter(kind=PersonKind.PUPIL, has_left=False, school_class__isnull=False)


def pupils_of(programme, values):
    keys = [int(value) for value in values if str(value).isdecimal()]
    return pupils().filter(school_class__in=keys).select_related("school_class")


def audience(code, title, choices, rows_of, path):
    """An audience of rows whose person is at ``path``; a person who is there twice is asked once."""

    def people(programme, values, reason=""):
        rows = list(may_be_processed(rows_of(programme, values), today(programme), person=path, reason=reason))
        found = [row if path == "pk" else row.person for row in rows]
        addresses = dict(writable(Person.objects.filter(pk__in=[one.pk for one in found])).values_list("pk", "email"))
        return [Invitee(one.public_id, address=addresses.get(one.pk, ""), group=group_of(one)) for one in found]

    def withheld(programme, values):
        why = _("waits for the consent to the processing of personal data")
        rows = waiting(rows_of(programme, values), today(programme), person=path)
        names = [title_of(row if path == "pk" else row.person) for row in rows]
        return [(name, why) for name in sorted(set(names))]

    return Audience(code, title, choices, people, withheld, include=write_ground_down)


def group_of(person):
    return place_of(person) or str(person.get_kind_display())


def write_ground_down(programme, subjects, reason, row, by):
    """Those of the asked who have no consent, with the ground on which they are asked, in the log."""
    rows = Person.objects.filter(public_id__in=list(subjects))
    people = waiting(rows, today(programme), person="pk")
    record_override(people=list(people), what=str(row), reason=reason, row=row, by=by)


def register_audience(code, title, model):
    return audience(code, title, register_choices(model), lambda *given: chosen(model, *given), "person")


MENTEES = register_audience("people.mentees", gettext_lazy("Mentees"), Mentee)
MENTORS = register_audience("people.mentors", gettext_lazy("Mentors"), Mentor)
CLASSES = audience("people.classes", gettext_lazy("Pupils of classes"), class_choices, pupils_of, "pk")
