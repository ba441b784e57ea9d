"""What is there to match: who is ready, how many places, whose choice has come, and what the others lack."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorship.people.forms.filters import lacks
from mentorship.people.models import Mentee, Mentor, Offer
from mentorship.people.services.offers import unread
from surveys.models import Purpose

from .chosen import choices_of
from .gathering import free_mentees, loads_of, participants_of

LACKS = {
    Mentor: {
        "answered": _("without a questionnaire"),
        "consents": _("without consents"),
        "interview": _("without an interview"),
        "selected": _("without a decision on the selection"),
        "trained": _("without the training"),
    },
    Mentee: {"answered": _("without a questionnaire"), "consents": _("without consents")},
}
"""What holds people up, by the code of the register's filter."""


@dataclass(frozen=True)
class Lack:
    words: str
    count: int
    address: str


@dataclass(frozen=True)
class Readiness:
    """``mentors`` have ``places`` free places among them, ``with_mentees`` of them have mentees already. ``chosen`` of
    the people who may be matched have said whom they would like. ``lacks_of_mentors`` and ``lacks_of_mentees`` lead to
    the lists of those who are not ready."""

    mentors: int
    places: int
    with_mentees: int
    mentees: int
    chosen: int
    lacks_of_mentors: list
    lacks_of_mentees: list
    all_mentors: int
    all_mentees: int

    @property
    def people(self):
        return self.mentors + self.mentees

    @property
    def is_enough(self):
        """Is there a mentee to match, and a place to match with?"""
        return bool(self.mentees and self.places)

    @property
    def short(self):
        """How many mentees there is no place for."""
        return max(self.mentees - self.places, 0)


def readiness_of(programme, day):
    loads = loads_of(programme)
    mentors = list(participants_of(Mentor, programme, day=day).values_list("pk", "person", "capacity"))
    free = {pk: (person, capacity - loads.get(pk, 0)) for pk, person, capacity in mentors}
    free = {pk: (person, room) for pk, (person, room) in free.items() if room > 0}
    mentees = list(free_mentees(programme, day=day).values_list("person", flat=True))
    choices = choices_of(programme)
    chosen = sum(person in choices.of_mentors for person, _room in free.values())
    counts = {model: counted(model, programme, day) for model in LACKS}
    return Readiness(
        mentors=len(free),
        places=sum(room for _person, room in free.values()),
        with_mentees=sum(pk in loads for pk in free),
        mentees=len(mentees),
        chosen=chosen + sum(person in choices.of_mentees for person in mentees),
        lacks_of_mentors=lines_of(Mentor, counts[Mentor]),
        lacks_of_mentees=lines_of(Mentee, counts[Mentee]),
        all_mentors=counts[Mentor]["all"],
        all_mentees=counts[Mentee]["all"],
    )


def waiting_answers(programme):
    """How many questionnaires say something that the registers do not: the matching goes by the registers."""
    waiting = Offer.objects.of(programme).filter(is_waiting=True).count()
    return waiting + unread(programme).filter(campaign__survey_version__survey__purpose=Purpose.INTAKE).count()


def counted(model, programme, day):
    """How many of the register lack what, as its filter counts them: one query."""
    parts = {code: Count("pk", filter=lacks(model, code, day)) for code in LACKS[model]}
    return model.objects.of(programme).aggregate(**parts, all=Count("pk"))


def lines_of(model, counts):
    address = reverse("mentors" if model is Mentor else "mentees")
    return [
        Lack(words, counts[code], f"{address}?{urlencode({'missing': code})}")
        for code, words in LACKS[model].items()
        if counts[code]
    ]
