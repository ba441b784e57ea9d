"""Filters of the lists of people. All of them stand in the address, so a list can be sent to a colleague."""

import uuid

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from mentorship.programmes.forms.people import SEARCH
from mentorship.programmes.models import MentoringForm, SchoolClass

from ..funnel import facts_of, states_of, with_state
from ..lists import columns_for
from ..models import Mentee, MenteeTag, Mentor, MentorTag, Person, PersonKind, Tag
from ..names import name_key

MISSING = (
    ("answered", _("Questionnaire")),
    ("consents", _("Any of the two consents")),
    ("participation", _("Consent to take part")),
    ("processing", _("Consent to the processing of personal data")),
)
MISSING_OF_MENTOR = (
    ("interview", _("Interview")),
    ("selected", _("Decision to select")),
    ("trained", _("Training")),
)
FACTS = {
    "answered": "has_answered",
    "participation": "has_participation",
    "processing": "has_processing",
    "interview": "has_interview",
    "selected": "is_selected",
    "trained": "is_trained",
}
PARTS = (("mentee", _("Mentees")), ("mentor", _("Mentors")), ("none", _("Neither")))
LEFT = (("no", _("Learn or work here")), ("yes", _("Have left the school")))
NO_CLASS = "none"
MOST_CHOSEN = 200


EVERYTHING = _("All")


def choice(label, choices, *, empty=EVERYTHING):
    return forms.ChoiceField(
        label=label,
        choices=[("", empty), *choices],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )


class ListFilterForm(forms.Form):
    """What all three lists have: the name, the class, the order. Values that do not fit are left out of the filter."""

    q = forms.CharField(label=_("Name or a part of it"), max_length=100, required=False, widget=SEARCH)

    def __init__(self, query, *, people_list, access):
        super().__init__(query, auto_id="filter_%s")
        self.query, self.people_list, self.access = query, people_list, access
        self.add_fields()
        sorts = []
        for column in columns_for(people_list, access):
            if column.order:
                sorts += [(column.code, column.title), (f"-{column.code}", _("%s, from the end") % column.title)]
        self.fields["sort"] = choice(_("Order"), sorts[1:], empty=sorts[0][1])
        self.is_valid()

    def add_fields(self):
        raise NotImplementedError

    def add_class(self):
        classes = [(str(one.pk), str(one)) for one in SchoolClass.objects.all()]
        self.fields["class"] = choice(_("Class"), [*classes, (NO_CLASS, _("Without a class"))])

    @property
    def wanted(self):
        """What is asked for, without the order."""
        values = {name: value for name, value in self.cleaned_data.items() if value and name != "sort"}
        if self.chosen:
            values["chosen"] = self.chosen
        return values

    @property
    def is_narrowed_by_choice(self):
        """More than the name is asked for, so the page shows by what."""
        return bool(set(self.wanted) - {"q", "chosen"}) or bool(self.cleaned_data.get("sort"))

    @property
    def chosen(self):
        """Rows that were ticked, when they are taken on to another page."""
        found = []
        for text in self.query.getlist("chosen")[:MOST_CHOSEN]:
            try:
                found.append(uuid.UUID(text))
            except ValueError:
                continue
        return found

    def narrowed(self, rows, day):
        """The rows that the filter asks for."""
        wanted, prefix = self.wanted, self.people_list.prefix
        for word in name_key(wanted.get("q", "")).split():
            rows = rows.filter(**{f"{prefix}name_key__contains": word})
        if asked := wanted.get("class"):
            value = {f"{prefix}school_class": None} if asked == NO_CLASS else {f"{prefix}school_class": asked}
            rows = rows.filter(**value)
        if asked := wanted.get("kind"):
            rows = rows.filter(**{f"{prefix}kind": asked})
        if "chosen" in wanted:
            rows = rows.filter(public_id__in=wanted["chosen"])
        return self.narrowed_more(rows, wanted, day)

    def narrowed_more(self, rows, wanted, day):
        raise NotImplementedError


class PeopleFilterForm(ListFilterForm):
    def __init__(self, query, *, people_list, access, programme):
        self.programme = programme
        super().__init__(query, people_list=people_list, access=access)

    def add_fields(self):
        self.fields["kind"] = choice(_("Who"), PersonKind.choices)
        self.add_class()
        self.fields["part"] = choice(_("In the programme"), PARTS)
        self.fields["left"] = choice(_("Has left the school"), LEFT)

    def narrowed_more(self, rows, wanted, day):
        if "left" in wanted:
            rows = rows.filter(has_left=wanted["left"] == "yes")
        if part := wanted.get("part"):
            is_in = {"mentee": takes_part(Mentee, self.programme), "mentor": takes_part(Mentor, self.programme)}
            rows = rows.filter(is_in[part] if part in is_in else ~is_in["mentee"] & ~is_in["mentor"])
        return rows


def takes_part(model, programme):
    """A condition for people who have a row of the model in the programme."""
    return Exists(model.objects.filter(programme=programme, deleted_at=None, person=OuterRef("pk")))


class ParticipationFilterForm(ListFilterForm):
    """Filters of mentees and mentors."""

    def add_fields(self):
        model = self.people_list.model
        is_mentor = model is Mentor
        missing = (*MISSING, *MISSING_OF_MENTOR) if is_mentor else MISSING
        words = Tag.objects.current().values_list("pk", "title")
        self.fields["funnel"] = choice(_("State"), [(one.value, one.label) for one in states_of(model)])
        self.fields["missing"] = choice(_("What is missing"), missing, empty=_("Does not matter"))
        self.add_class()
        if is_mentor:
            self.fields["kind"] = choice(_("Who"), PersonKind.choices)
        titles, variants = forms_with_variants()
        self.fields["form"] = choice(_("Form of mentoring"), [*titles, (NO_CLASS, _("Not chosen"))])
        self.fields["variant"] = choice(_("Variant"), variants)
        self.fields["tag"] = choice(_("Word of the vocabulary"), [(str(pk), title) for pk, title in words])

    def narrowed_more(self, rows, wanted, day):
        if asked := wanted.get("form"):
            rows = rows.filter(form=None if asked == NO_CLASS else asked)
        if asked := wanted.get("variant"):
            rows = rows.filter(variant=asked)
        if asked := wanted.get("tag"):
            rows = rows.filter(pk__in=with_word(rows.model, asked))
        if asked := wanted.get("missing"):
            rows = rows.filter(lacks(rows.model, asked, day))
        if asked := wanted.get("funnel"):
            rows = with_state(rows, day).filter(funnel=asked)
        return rows


def forms_with_variants():
    """Choices of forms, and of variants under their forms: one query."""
    titles, variants = {}, {}
    rows = MentoringForm.objects.order_by("position", "pk", "variants__position", "variants__pk")
    for pk, title, variant, words in rows.values_list("pk", "title", "variants__pk", "variants__title"):
        titles[str(pk)] = title
        if variant:
            variants.setdefault(title, []).append((str(variant), words))
    return list(titles.items()), list(variants.items())


def with_word(model, tag):
    """Ids of those who have the word or a synonym of it."""
    link, name = (MentorTag, "mentor_id") if model is Mentor else (MenteeTag, "mentee_id")
    return link.objects.filter(Q(tag=tag) | Q(tag__merged_into=tag)).values(name)


def lacks(model, what, day):
    """A condition for those who are on the way and lack it: nothing is missing of who has left."""
    facts = facts_of(model, day)
    on_the_way = Q(is_completed=False) & (Q(left_on=None) | Q(left_on__gt=day))
    if what == "consents":
        return on_the_way & (Q(~facts["has_participation"]) | Q(~facts["has_processing"]))
    fact = facts[FACTS[what]]
    if what == "answered":
        return on_the_way & (Q(answered_on=None) | ~fact)
    if what == "selected":
        return on_the_way & (Q(decided_on=None) | ~fact)
    return on_the_way & Q(~fact)


def filter_form(query, *, people_list, access, programme):
    """The form of a list, read from the address."""
    if people_list.model is Person:
        return PeopleFilterForm(query, people_list=people_list, access=access, programme=programme)
    return ParticipationFilterForm(query, people_list=people_list, access=access)
