"""By what the registers divide those who have answered: the form of mentoring, mentors and mentees."""

from django.utils.translation import gettext_lazy

from surveys.sources import Cut

from ..models import Mentee, Mentor

SIDES = ((Mentee, gettext_lazy("mentees")), (Mentor, gettext_lazy("mentors")))


def forms_of(programme):
    """``{card: title of the form}``; who is in two forms stands under both names."""
    found = {}
    for model, _words in SIDES:
        rows = model.objects.of(programme).exclude(form=None).values_list("person__public_id", "form__title")
        for card, form in rows:
            found.setdefault(card, set()).add(form)
    return {card: ", ".join(sorted(forms)) for card, forms in found.items()}


def sides_of(programme):
    """``{card: mentors or mentees}``; who is both stands under both names."""
    found = {}
    for model, title in SIDES:
        for card in model.objects.of(programme).values_list("person__public_id", flat=True):
            found.setdefault(card, []).append(str(title))
    return {card: ", ".join(titles) for card, titles in found.items()}


CUTS = (
    Cut("people.form", gettext_lazy("by form of mentoring"), forms_of),
    Cut("people.side", gettext_lazy("by mentors and mentees"), sides_of),
)
