"""Preparing, publishing and withdrawing pages; the nightly look at consents and the list of addresses to clean."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common import clock, ru
from mentorship.monitoring.figures import CODES, figures_of
from mentorship.people.services.consents import stop_by
from mentorship.programmes import audit

from ..models import Publication, PublishedPerson
from ..publishing import allowed_items, url_of

audit.ACTION_TITLES |= {
    "publication.saved": gettext_lazy("Page for everybody prepared"),
    "publication.published": gettext_lazy("Page published"),
    "publication.withdrawn": gettext_lazy("Page withdrawn"),
    "publication.person_removed": gettext_lazy("Person taken off a published page"),
    "publication.cleaned": gettext_lazy("Address cleaned after a consent ended"),
}
TOLD = ("mentees", "mentors", "pairs", "pairs_finished", "meetings", "hours", "activities_done", "activities")
Kind = Publication.Kind
TITLES = {
    Kind.CURATOR: "Наставничество",
    Kind.RESULTS: "Итоги программы наставничества",
    Kind.BEST: "Лучшие наставники",
}


def page_of(programme, kind):
    """The page of the programme; made when it is first prepared."""
    row, _is_new = Publication.objects.get_or_create(
        school_id=programme.school_id, programme=programme, kind=kind, defaults={"title": TITLES[kind]}
    )
    return row


@transaction.atomic
def save(*, publication, version, changes, content, people, by):
    """Words, contact and people of the page. ``people`` are (person, words); None leaves them as they are."""
    publication.swap(version, content=publication.content | content, **changes)
    if people is not None:
        set_people(publication, people)
    audit.record(by=by, action="publication.saved", row=publication, name=publication.title)
    return publication


NOT_REMOVED = {"removed_on": None, "removal_reason": "", "clean_by": None, "cleaned_on": None, "addresses": []}


def set_people(publication, people):
    """Who stands on the page now. Where a person has stood stays known: a consent that ends later names it to clean.

    Whoever is still to be cleaned after an ended consent comes back only with a new consent at an address of the page.
    """
    keep = [person.pk for person, _words in people]
    publication.people.filter(removed_on=None).exclude(person__in=keep).delete()
    there = dict(publication.people.values_list("person", "removed_on"))
    owed = waiting_to_be_cleaned(publication, publication.school.today)
    for place, (person, words) in enumerate(people):
        if person.pk in owed:
            continue
        stands = person.pk in there and there[person.pk] is None
        PublishedPerson.objects.update_or_create(
            school_id=publication.school_id,
            publication=publication,
            person=person,
            defaults={"words": words, "position": place} | ({} if stands else NOT_REMOVED),
        )


def waiting_to_be_cleaned(publication, day):
    """Ids of people whose consent has ended, who have given no new one and whose addresses nobody has cleaned yet."""
    rows = publication.people.filter(cleaned_on=None).exclude(clean_by=None)
    owed = set(rows.values_list("person", flat=True))
    for place in places_of(publication) if owed else ():
        owed -= allowed_items(owed, place, day).keys()
    return owed


def places_of(publication):
    """Where the page stands: on the school's own site and on ours."""
    return [place for place in (publication.address, url_of(publication)) if place]


@transaction.atomic
def publish(*, publication, version, day, by):
    """Put the page out: its figures are those of this moment, its people those who allow it, then and later."""
    content = dict(publication.content)
    if publication.kind == Kind.RESULTS:
        figures = figures_of(publication.programme, day)
        content["lines"] = [[str(CODES[code].title), figures.said(code)] for code in TOLD if figures[code] is not None]
        content["as_of"] = ru.long_date(day)
    publication.swap(version, content=content, published_at=clock.now(), published_by=by)
    check(publication, day)
    audit.record(by=by, action="publication.published", row=publication, name=publication.title)
    return publication


@transaction.atomic
def withdraw(*, publication, by):
    """Take the page down. Twice is once."""
    rows = Publication.objects.filter(pk=publication.pk).exclude(published_at=None)
    if rows.update(published_at=None, version=F("version") + 1):
        audit.record(by=by, action="publication.withdrawn", row=publication, name=publication.title)


def check_all(day):
    """Look at every published page of the school; answers how many people were taken off."""
    pages = Publication.objects.exclude(published_at=None).select_related("programme__school")
    return sum(check(one, day) for one in pages)


@transaction.atomic
def check(publication, day):
    """Whoever has no consent at any address of the page any more is taken off, with the addresses to clean by hand.

    Our own page has not shown the person since the consent ended; the row remembers what the school must still clean.
    """
    places = places_of(publication)
    rows = list(publication.people.filter(removed_on=None).select_related("person"))
    people = [one.person_id for one in rows]
    allowed = {place: allowed_items(people, place, day) for place in places}
    removed = 0
    for row in rows:
        now = {place: sorted(allowed[place].get(row.person_id, ())) for place in places}
        items = sorted({item for found in now.values() for item in found})
        lost = [place for place in places if place in row.addresses and not now[place]]
        changes = {"items": items, "addresses": [place for place in places if now[place]]}
        if lost:
            changes |= {
                "addresses": lost,
                "removed_on": day,
                "removal_reason": _("The consent to publishing has ended."),
                "clean_by": stop_by(day, school=publication.school),
            }
            removed += 1
            audit.record(by=None, action="publication.person_removed", row=publication, name=publication.title)
        PublishedPerson.objects.filter(pk=row.pk).update(version=F("version") + 1, **changes)
    Publication.objects.filter(pk=publication.pk).update(checked_at=clock.now())
    return removed


@transaction.atomic
def cleaned(*, row, day, by):
    """Somebody has cleaned the addresses by hand. Twice is once."""
    if PublishedPerson.objects.filter(pk=row.pk, cleaned_on=None).update(cleaned_on=day):
        audit.record(by=by, action="publication.cleaned", row=row.publication, name=row.publication.title)


def check_person(person, day):
    """A consent of the person has just ended: look at the pages where she stands, at once."""
    pages = Publication.objects.exclude(published_at=None).filter(people__person=person, people__removed_on=None)
    for page in pages.select_related("programme__school"):
        check(page, day)
