"""Slips with the code and the QR of a mentee's own page, to be cut apart."""

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _

from mentorship.common.pdf import render_pdf
from mentorship.people.consents import has_processing
from mentorship.people.models import Mentee
from surveys.addresses import qr_svg, spaced

from .doors import code_of, token_of, with_doors
from .models import LIVING, PairingMentee

ENTER = "/m/"
ON_A_SHEET = 10
MOST_SLIPS = 400
"""Slips of one file: two seconds of work for each forty."""


@dataclass(frozen=True)
class Slip:
    name: str
    group: str
    code: str
    qr: str


def mentees_with_codes(programme, day):
    """Mentees in living pairs whose consent holds, by class and name: the others have no page of their own."""
    places = PairingMentee.objects.filter(left_on=None, pairing__deleted_at=None, pairing__state__in=LIVING)
    rows = Mentee.objects.of(programme).filter(pk__in=places.values("mentee"), person__anonymised_at=None)
    rows = rows.filter(has_processing(day, person="person"))
    return rows.select_related("person__school_class").order_by(
        F("person__school_class__grade").asc(nulls_last=True), "person__school_class__letter", "person__name_key", "pk"
    )


def codes_to_pdf(mentees):
    """Sheets of slips, each class from a new one; mentees who have no door yet get one."""
    doors = with_doors(mentees)
    sheets = []
    for _group, rows in groupby(mentees, key=lambda one: one.person.school_class_id):
        slips = [slip_of(one, doors[one.pk]) for one in rows]
        sheets += [slips[place : place + ON_A_SHEET] for place in range(0, len(slips), ON_A_SHEET)]
    address = urlsplit(settings.SITE_URL).netloc + ENTER.rstrip("/")
    title = "Коды наставляемых"
    return render_pdf("pairs/papers/codes.html", {"title": title, "sheets": sheets, "address": address})


def slip_of(mentee, door):
    link = f"{settings.SITE_URL}{ENTER}{token_of(door)}/"
    person = mentee.person
    return Slip(
        person.short_name, str(person.school_class or ""), spaced(code_of(door)), qr_svg(link, _("Personal QR code"))
    )
