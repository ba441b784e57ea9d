"""The lists of people on the screen: which columns there are, how they sort, how a user arranged them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common import ru

from .funnel import LOOKS, Funnel, missing_of
from .models import Mentee, Mentor, Person, PersonKind, SavedView
from .visibility import mentees_for, mentors_for, people_for


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: a text, a text with an address, a tag of a state, or acts that are to be done."""

    text: str = ""
    address: str = ""
    look: str = ""
    missing: tuple = ()

    @property
    def is_empty(self):
        """A phone, where a row is a card, leaves the cell out."""
        return not (self.text or self.missing)


@dataclass(frozen=True)
class ListColumn:
    """``order`` are the fields to sort by; without them the column does not sort."""

    code: str
    title: str
    value: Callable
    order: tuple[str, ...] = ()
    is_usual: bool = False
    has_contacts: bool = False
    is_number: bool = False


@dataclass(frozen=True)
class PeopleList:
    """One of the three lists. ``prefix`` is the path from its row to the person."""

    code: str
    title: str
    model: type[models.Model]
    visible: Callable
    columns: tuple[ListColumn, ...]
    related: tuple[str, ...]
    prefix: str = ""

    @property
    def has_funnel(self):
        return self.model is not Person


def name_cell(row, access):
    person = person_of(row)
    return Cell(person.full_name, address=person.get_absolute_url())


def person_of(row):
    return row if isinstance(row, Person) else row.person


def of_person(name):
    return lambda row, access: Cell(str(getattr(person_of(row), name) or ""))


def of_row(name):
    return lambda row, access: Cell(str(getattr(row, name) or ""))


def day_of(name):
    return lambda row, access: Cell(ru.short_date(day) if (day := getattr(row, name)) else "")


def kind_cell(row, access):
    return Cell(str(person_of(row).get_kind_display()))


def funnel_cell(row, access):
    state = Funnel(row.funnel)
    return Cell(str(state.label), look=LOOKS[state])


def missing_cell(row, access):
    """What is missing, the first of it with its act; who waits for a consent to processing says so first."""
    return Cell(missing=tuple(missing_of(row, access)))


def consents_cell(row, access):
    words = {
        (True, True): _("all there"),
        (True, False): _("awaits the consent to processing"),
        (False, True): _("no consent to take part"),
        (False, False): _("awaits consents"),
    }
    return Cell(words[row.has_participation, row.has_processing])


def place_cell(row, access):
    """The class of a pupil, the post of an adult."""
    person = person_of(row)
    return Cell(str(person.school_class or "") if person.kind == PersonKind.PUPIL else person.post)


def part_cell(row, access):
    """What the person is in the current programme."""
    parts = [_("mentee")] * row.is_mentee + [_("mentor")] * row.is_mentor
    return Cell(", ".join(parts))


def tags_cell(row, access):
    words = sorted({(tag.merged_into or tag).title for tag in row.tags.all()})
    return Cell(", ".join(words))


def left_cell(row, access):
    return Cell((ru.short_date(row.left_on) if row.left_on else _("yes")) if row.has_left else "")


def common(prefix):
    """Columns of the person, for every list."""
    return (
        ListColumn("name", gettext_lazy("Name"), name_cell, (f"{prefix}name_key",), is_usual=True),
        ListColumn(
            "place",
            gettext_lazy("Class or post"),
            place_cell,
            (f"{prefix}school_class__grade", f"{prefix}school_class__letter", f"{prefix}post"),
            is_usual=True,
        ),
    )


def rest(prefix):
    return (
        ListColumn("kind", gettext_lazy("Who"), kind_cell, (f"{prefix}kind",)),
        ListColumn(
            "birth_year",
            gettext_lazy("Year of birth"),
            of_person("birth_year"),
            (f"{prefix}birth_year",),
            is_number=True,
        ),
        ListColumn("contacts", gettext_lazy("Contacts"), of_person("contacts"), has_contacts=True),
    )


PARTICIPATION = (
    ListColumn("funnel", gettext_lazy("State"), funnel_cell, ("funnel_place",), is_usual=True),
    ListColumn("missing", gettext_lazy("What is missing"), missing_cell, is_usual=True),
    ListColumn(
        "form", gettext_lazy("Form of mentoring"), of_row("form"), ("form__position", "form__title"), is_usual=True
    ),
    ListColumn("variant", gettext_lazy("Variant"), of_row("variant"), ("variant__title",)),
    ListColumn(
        "answered_on", gettext_lazy("Questionnaire of"), day_of("answered_on"), ("answered_on",), is_number=True
    ),
    ListColumn("consents", gettext_lazy("Consents"), consents_cell),
    ListColumn("entered_on", gettext_lazy("Entered on"), day_of("entered_on"), ("entered_on",), is_number=True),
    ListColumn("left_on", gettext_lazy("Left on"), day_of("left_on"), ("left_on",), is_number=True),
)
RELATED = ("person__school_class", "form", "variant")
LISTS = {
    "people": PeopleList(
        "people",
        gettext_lazy("Participants"),
        Person,
        people_for,
        (
            *common(""),
            ListColumn("part", gettext_lazy("In the programme"), part_cell, is_usual=True),
            *(rest("")),
            ListColumn("workplace", gettext_lazy("Place of work or study"), of_person("workplace"), ("workplace",)),
            ListColumn("left", gettext_lazy("Has left the school"), left_cell, ("has_left", "left_on")),
        ),
        ("school_class",),
    ),
    "mentees": PeopleList(
        "mentees",
        gettext_lazy("Mentees"),
        Mentee,
        mentees_for,
        (
            *common("person__"),
            *PARTICIPATION,
            ListColumn("request", gettext_lazy("Main request"), of_row("request")),
            ListColumn("tags", gettext_lazy("Words of the vocabulary"), tags_cell),
            *rest("person__"),
        ),
        RELATED,
        "person__",
    ),
    "mentors": PeopleList(
        "mentors",
        gettext_lazy("Mentors"),
        Mentor,
        mentors_for,
        (
            *common("person__"),
            *PARTICIPATION,
            ListColumn("competences", gettext_lazy("Main competences"), of_row("competences")),
            ListColumn("tags", gettext_lazy("Words of the vocabulary"), tags_cell),
            ListColumn("capacity", gettext_lazy("How many mentees"), of_row("capacity"), ("capacity",), is_number=True),
            ListColumn(
                "hours_a_month",
                gettext_lazy("Hours a month"),
                of_row("hours_a_month"),
                ("hours_a_month",),
                is_number=True,
            ),
            *rest("person__"),
        ),
        RELATED,
        "person__",
    ),
}


def list_named(code):
    return LISTS.get(code, LISTS["people"])


def may_see_contacts(access):
    """Those who look after people; a mentor sees no contacts of others in a list."""
    return access.can("people.view") or access.can("people.edit", own=True)


def columns_for(people_list, access):
    """The columns that the person may see."""
    return [one for one in people_list.columns if may_see_contacts(access) or not one.has_contacts]


def chosen_columns(people_list, access, codes):
    """The columns of these codes in their order; the usual ones where none is known. The name always stands first."""
    known = {one.code: one for one in columns_for(people_list, access)}
    chosen = [known[code] for code in dict.fromkeys(codes) if code in known]
    chosen = chosen or [one for one in known.values() if one.is_usual]
    return [known["name"], *(one for one in chosen if one.code != "name")]


def views_of(people_list, user):
    """``(the arrangement of columns, saved views)`` of a user: one query."""
    rows = list(SavedView.objects.filter(user=user, register=people_list.code).order_by("title"))
    arrangement = next((one.columns for one in rows if not one.title), [])
    return arrangement, [one for one in rows if one.title]


def ordering(people_list, access, wanted):
    """Fields to order by, from «name» or «-entered_on»; by the name where the wish is not known."""
    code, is_down = wanted.removeprefix("-"), wanted.startswith("-")
    sortable = {one.code: one.order for one in columns_for(people_list, access) if one.order}
    fields = sortable.get(code) or sortable["name"]
    is_down = is_down and code in sortable
    last = [] if fields == sortable["name"] else list(sortable["name"])
    return [directed(field, is_down) for field in fields] + [*last, "pk"]


def directed(field, is_down):
    """Empty values stand last whichever way the list goes."""
    expression = models.F(field)
    return expression.desc(nulls_last=True) if is_down else expression.asc(nulls_last=True)
