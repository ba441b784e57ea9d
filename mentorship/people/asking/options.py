"""What a question may offer out of the registers: words of the vocabulary, and people to choose among."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.sources import OptionSource

from ..consents import may_be_processed
from ..models import Axis, Mentee, Mentor, PersonKind, Tag

AXES = {
    "people.subjects": (Axis.SUBJECT, gettext_lazy("subjects of the vocabulary")),
    "people.competences": (Axis.COMPETENCE, gettext_lazy("competences and requests of the vocabulary")),
    "people.interests": (Axis.INTEREST, gettext_lazy("interests of the vocabulary")),
}


def words_source(code):
    axis, title = AXES[code]

    def options(programme, invitation=None):
        return [(str(tag.pk), tag.title) for tag in Tag.objects.current().filter(axis=axis)]

    def labels(keys):
        """A word that was merged since leads to the word that the school uses."""
        rows = Tag.objects.filter(pk__in=[int(key) for key in keys if is_number(key)]).select_related("merged_into")
        return {str(tag.pk): (tag.merged_into or tag).title for tag in rows}

    return OptionSource(code, title, options, labels)


def is_number(key):
    return key.isdecimal() and len(key) < 19


def people_source(code, title, model, others):
    """Participants of ``model`` to choose among. A participant of ``others`` who answers sees those of the same form,
    and nobody finds oneself. Who waits for a consent to the processing, has ended or was not selected is not offered.
    """

    def options(programme, invitation=None):
        day = programme.school.today
        rows = may_be_processed(present(model, programme, day), day)
        subject = invitation.subject if invitation else None
        if subject:
            rows = rows.exclude(person__public_id=subject)
            asker = others.objects.of(programme).filter(person__public_id=subject).values_list("form", flat=True)
            if form := next(iter(asker), None):
                rows = rows.filter(Q(form=form) | Q(form=None))
        rows = rows.select_related("person__school_class").order_by("person__name_key", "pk")
        return [(str(row.public_id), title_of(row.person)) for row in rows]

    def labels(keys):
        rows = model.objects.filter(public_id__in=list(keys)).select_related("person__school_class")
        return {str(row.public_id): title_of(row.person) for row in rows}

    return OptionSource(code, title, options, labels)


def present(model, programme, day):
    """Who takes part on the day: has not left, has not gone through, and was not refused."""
    rows = model.objects.of(programme).filter(Q(left_on=None) | Q(left_on__gt=day))
    rows = rows.filter(is_completed=False, person__has_left=False, person__anonymised_at=None)
    return rows.exclude(decision__in=[Mentor.Decision.REFUSED, Mentor.Decision.RESERVE]) if model is Mentor else rows


def title_of(person):
    """«Иванов Пётр, 8 «Б»»: two of one name are told apart by the class or the post."""
    if person.anonymised_at:
        return _("nameless")
    place = place_of(person)
    return f"{person.full_name}, {place}" if place else person.full_name


def place_of(person):
    """The class of a pupil, the post of an adult."""
    return str(person.school_class or "") if person.kind == PersonKind.PUPIL else person.post


SOURCES = [
    *map(words_source, AXES),
    people_source("people.mentors", gettext_lazy("mentors of the programme"), Mentor, Mentee),
    people_source("people.mentees", gettext_lazy("mentees of the programme"), Mentee, Mentor),
]
