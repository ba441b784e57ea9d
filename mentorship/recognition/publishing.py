"""What of a person may stand on a page at this moment: asked at every showing, so a withdrawal is gone at once.

A consent to publishing names addresses. Our page shows what is allowed at its own address, the block for the school's
site what is allowed at the address where the school puts it. Without the item «name» there are initials; without a
consent at that address the person is left out, and the page of preparation says why.
"""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorship.common import ru
from mentorship.people.consents import is_within
from mentorship.people.models import Consent, ConsentKind, DistributionItem, PersonKind

from .models import Publication

Item = DistributionItem.Item
SLUGS = {Publication.Kind.CURATOR: "", Publication.Kind.RESULTS: "results", Publication.Kind.BEST: "best"}


@dataclass(frozen=True)
class Shown:
    """A person as the page shows her: the name in full or initials, the class, the words; only what is allowed."""

    name: str
    school_class: str = ""
    words: str = ""


def url_of(publication):
    """The address of our own page, in full."""
    school, years = publication.programme.school, publication.programme.years.replace("–", "-")
    kind = publication.kind
    return settings.SITE_URL + reverse("public_page", args=[school.slug, years, kind])


def allowed_items(person_ids, address, day):
    """``{person's id: {items}}`` that consents valid on the day allow at the address; one query."""
    consents = Consent.objects.valid_on(day).filter(kind=ConsentKind.DISTRIBUTION, person__in=person_ids)
    rows = DistributionItem.objects.filter(consent__in=consents)
    found = {}
    for person, item, place in rows.values_list("consent__person_id", "item", "address"):
        if is_within(address, place):
            found.setdefault(person, set()).add(item)
    return found


def rows_of(publication):
    """The people of the page who were not taken off."""
    return publication.people.filter(removed_on=None, person__deleted_at=None, person__anonymised_at=None)


def shown_people(publication, address, day):
    """Whom the page shows at this address on this day, and how; two queries."""
    rows = list(rows_of(publication).select_related("person__school_class"))
    allowed = allowed_items([one.person_id for one in rows], address, day) if rows else {}
    return [shown(one, allowed[one.person_id]) for one in rows if allowed.get(one.person_id)]


def shown(row, items):
    person = row.person
    name = person.full_name if Item.NAME in items else initials_of(person)
    may_say = items & {Item.ACHIEVEMENT, Item.REVIEW}
    has_class = Item.CLASS in items and person.kind == PersonKind.PUPIL and person.school_class
    return Shown(name, f"{person.school_class} класс" if has_class else "", row.words if may_say else "")


def initials_of(person):
    """«И. П.»: who may be shown without the name."""
    return ru.unbroken(" ".join(f"{part[0]}." for part in (person.surname, person.given_name) if part))


def why_hidden(items):
    """What the page of preparation says of a person at an address."""
    if not items:
        return _("no consent to publishing at this address: is left out")
    if Item.NAME not in items:
        return _("the name is not allowed: initials")
    return ""
