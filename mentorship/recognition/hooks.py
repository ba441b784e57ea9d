"""Two cards become one, and personal data are erased: what awards, nominations and published pages have of people."""

from django.db.models import F

from mentorship.people.models import Mentor

from .models import Award, Nomination, PublishedPerson, ThanksLetter


def move_person(leads, follows):
    """Awards come along; where both stand on one page the card that leads stays."""
    Award.objects.filter(person=follows).update(person=leads, version=F("version") + 1)
    there = PublishedPerson.objects.filter(person=leads).values("publication")
    PublishedPerson.objects.filter(person=follows, publication__in=there).delete()
    PublishedPerson.objects.filter(person=follows).update(person=leads, version=F("version") + 1)
    told = ThanksLetter.objects.filter(person=leads).values("award")
    ThanksLetter.objects.filter(person=follows, award__in=told).delete()
    ThanksLetter.objects.filter(person=follows).update(person=leads)


def move(model, leads, follows):
    """Nominations of and by the participant; where both nominate the same, the card that leads stays."""
    side, other = ("mentor", "mentee") if model is Mentor else ("mentee", "mentor")
    there = Nomination.objects.filter(**{side: leads}).values(other)
    Nomination.objects.filter(**{side: follows, f"{other}__in": there}).delete()
    Nomination.objects.filter(**{side: follows}).update(**{side: leads})


def forget_of(people):
    """Words about and by erased people go; awards stay as counts of the school."""
    Award.objects.filter(person__in=people).update(text="", reason="", version=F("version") + 1)
    Nomination.objects.filter(mentee__person__in=people).update(text="", may_be_told=False)
    Nomination.objects.filter(mentor__person__in=people).update(text="", may_be_told=False)
    PublishedPerson.objects.filter(person__in=people).update(words="", items=[], version=F("version") + 1)
    ThanksLetter.objects.filter(person__in=people).update(text="", email="")
