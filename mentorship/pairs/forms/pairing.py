"""A pair made by hand, its corrections, its end."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mentorship.accounts.models import User
from mentorship.common.forms import RussianDateField
from mentorship.people.asking.options import present
from mentorship.people.funnel import facts_of
from mentorship.people.models import Mentee, Mentor, Variant
from mentorship.programmes.forms.versioned import VersionedForm
from mentorship.programmes.models import Membership, MentoringForm
from mentorship.programmes.roles import Role

from ..hooks import living_places
from ..models import Pairing

PLACE_NEEDED = _("An adult meets a pupil: write where and how. It stands in the order and parents are told.")

PLACE_FIRST = _("An adult meets a pupil: first write on the page of the pair where and how.")


def lacks_place(pairing, mentor, mentees, day):
    """An adult would meet a minor, and nobody has written where."""
    is_adult = not mentor.person.is_minor(day)
    return is_adult and any(one.person.is_minor(day) for one in mentees) and not pairing.place.strip()


def ready(model, programme, day):
    """Who may be bound by hand: everything but the pair is there. Who has a pair already may have a second one."""
    rows = present(model, programme, day).filter(*facts_of(model, day).values())
    return rows.select_related("person__school_class").order_by("person__name_key", "pk")


class MentorField(forms.ModelChoiceField):
    """Mentors with their free places."""

    def label_from_instance(self, mentor):
        taken = self.loads.get(mentor.pk, 0)
        name = f"{mentor.person.full_name}, {mentor.person.school_class or mentor.person.post}".rstrip(", ")
        return gettext("%(name)s — %(taken)d of %(all)d") % {"name": name, "taken": taken, "all": mentor.capacity}


class MenteeField(forms.ModelChoiceField):
    def label_from_instance(self, mentee):
        name = f"{mentee.person.full_name}, {mentee.person.school_class or mentee.person.post}".rstrip(", ")
        return gettext("%(name)s — in a pair already") % {"name": name} if mentee.pk in self.loads else name


def set_mentors(field, programme, day):
    field.queryset = ready(Mentor, programme, day)
    field.loads = loads("pairing__mentor", programme)


def set_mentees(field, programme, day):
    field.queryset = ready(Mentee, programme, day)
    field.loads = loads("mentee", programme)


def loads(name, programme):
    """``{number of the mentor or the mentee: places}``, in one query."""
    found = {}
    for pk in living_places().filter(pairing__programme=programme).values_list(name, flat=True):
        found[pk] = found.get(pk, 0) + 1
    return found


def check_room(form, mentor, count):
    """The mentor agreed to so many mentees at once; more needs the register to be corrected first."""
    room = mentor.capacity - form.fields["mentor"].loads.get(mentor.pk, 0)
    if count > room:
        words = ngettext(
            "%(mentor)s takes %(capacity)d mentee at once. Change that on the mentor's card first.",
            "%(mentor)s takes %(capacity)d mentees at once. Change that on the mentor's card first.",
            mentor.capacity,
        )
        form.add_error("mentor", words % {"mentor": mentor.person, "capacity": mentor.capacity})


class NewPairForm(forms.Form):
    mentor = MentorField(label=_("Mentor"), queryset=None, to_field_name="public_id")
    mentee = MenteeField(label=_("Mentee"), queryset=None, to_field_name="public_id")
    form = forms.ModelChoiceField(label=_("Form of mentoring"), queryset=None, required=False)
    starts_on = RussianDateField(label=_("From"))
    ends_on = RussianDateField(label=_("Until"))
    place = forms.CharField(label=_("Where and how they meet"), max_length=200, required=False)
    reason = forms.CharField(
        label=_("Why by hand"), max_length=300, required=False, help_text=_("It stays in the history of the pair.")
    )

    is_proposed = forms.BooleanField(
        label=_("The sides have not agreed yet"),
        required=False,
        help_text=_("The pair is only proposed: it takes no place and waits for no order until both say yes."),
    )

    def __init__(self, *args, programme, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        set_mentors(self.fields["mentor"], programme, today)
        set_mentees(self.fields["mentee"], programme, today)
        self.fields["form"].queryset = MentoringForm.objects.all()
        for name in ("starts_on", "ends_on"):
            self.fields[name].today = today

    def clean(self):
        data = super().clean()
        mentor, mentee = data.get("mentor"), data.get("mentee")
        if mentor and mentee:
            if mentor.person_id == mentee.person_id:
                self.add_error("mentee", _("Nobody is one's own mentor."))
            check_room(self, mentor, 1)
            check_place(self, mentor, [mentee], data.get("place"), self.today)
        check_term(self, data)
        return data


def check_term(form, data):
    first, last = data.get("starts_on"), data.get("ends_on")
    if first and last and last < first:
        form.add_error("ends_on", _("The last day is before the first one."))


def check_place(form, mentor, mentees, place, day):
    is_adult = not mentor.person.is_minor(day)
    if is_adult and any(one.person.is_minor(day) for one in mentees) and not (place or "").strip():
        form.add_error("place", PLACE_NEEDED)


class PairForm(VersionedForm):
    """Corrections of a living pair."""

    form = forms.ModelChoiceField(label=_("Form of mentoring"), queryset=None, required=False)
    variant = forms.ModelChoiceField(label=_("Variant"), queryset=None, required=False)
    coordinator = forms.ModelChoiceField(label=_("Coordinator of the pair"), queryset=None, required=False)

    class Meta:
        model = Pairing
        fields = ["form", "variant", "place", "starts_on", "ends_on", "coordinator"]
        field_classes = {"starts_on": RussianDateField, "ends_on": RussianDateField}

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["form"].queryset = MentoringForm.objects.all()
        self.fields["variant"].queryset = Variant.objects.filter(form=self.instance.form)
        leading = Membership.objects.active_on(today).filter(role__in=[Role.COORDINATOR, Role.DEPUTY, Role.DIRECTOR])
        whoever = Q(pk__in=leading.values("user")) | Q(pk=self.instance.coordinator_id)
        self.fields["coordinator"].queryset = User.objects.filter(whoever).order_by("surname", "pk")
        self.fields["coordinator"].label_from_instance = lambda user: user.get_full_name()

    def clean(self):
        data = super().clean()
        check_term(self, data)
        mentees = Mentee.objects.filter(places__pairing=self.instance, places__left_on=None).select_related("person")
        check_place(self, self.instance.mentor, mentees, data.get("place"), self.today)
        variant, form = data.get("variant"), data.get("form")
        if variant and variant.form_id != getattr(form, "pk", None):
            data["variant"] = None
            if "variant" not in self.changed_data:
                self.changed_data.append("variant")
        return data

    def context_of_form(self):
        return {"today": self.today}


class ActForm(forms.Form):
    """What every change of a pair has: the version that was seen, the day, the reason."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    day = RussianDateField(label=_("From which day"))
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args, pairing, today, **kwargs):
        super().__init__(*args, initial={"version": pairing.version, "day": today}, **kwargs)
        self.pairing, self.fields["day"].today, self.today = pairing, today, today

    def clean_day(self):
        day = self.cleaned_data["day"]
        if self.pairing.starts_on and day < self.pairing.starts_on:
            raise forms.ValidationError(_("The pair did not work yet on this day."))
        return day


class EndForm(ActForm):
    field_order = ["version", "ending", "day", "reason"]
    ending = forms.ChoiceField(label=_("How it ends"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ending"].choices = [one for one in Pairing.Ending.choices if one[0] != Pairing.Ending.CHANGED]
        self.fields["day"].label = _("The last day")
        self.fields["reason"].required = False

    def clean(self):
        data = super().clean()
        if data.get("ending") not in (None, Pairing.Ending.FULFILLED) and not data.get("reason"):
            self.add_error("reason", _("Write why the pair ends early."))
        return data


class OtherMentorForm(ActForm):
    field_order = ["version", "mentor", "day", "reason"]
    mentor = MentorField(label=_("New mentor"), queryset=None, to_field_name="public_id")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_mentors(self.fields["mentor"], self.pairing.programme, self.today)
        self.fields["mentor"].queryset = self.fields["mentor"].queryset.exclude(pk=self.pairing.mentor_id)

    def clean(self):
        data = super().clean()
        mentees = list(
            Mentee.objects.filter(places__pairing=self.pairing, places__left_on=None).select_related("person")
        )
        if mentor := data.get("mentor"):
            check_room(self, mentor, len(mentees))
            if any(one.person_id == mentor.person_id for one in mentees):
                self.add_error("mentor", _("Nobody is one's own mentor."))
            is_minors = any(one.person.is_minor(self.today) for one in mentees)
            if not mentor.person.is_minor(self.today) and is_minors and not self.pairing.place:
                self.add_error(
                    "mentor", _("An adult meets a pupil: first write on the page of the pair where and how.")
                )
        return data


class JoinForm(ActForm):
    field_order = ["version", "mentee", "day"]
    mentee = MenteeField(label=_("Mentee"), queryset=None, to_field_name="public_id")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["reason"]
        set_mentees(self.fields["mentee"], self.pairing.programme, self.today)
        there = living_places().filter(pairing=self.pairing).values("mentee")
        rows = self.fields["mentee"].queryset.exclude(pk__in=there)
        self.fields["mentee"].queryset = rows.exclude(person=self.pairing.mentor.person_id)

    def clean(self):
        data = super().clean()
        mentor = self.pairing.mentor
        taken = loads("pairing__mentor", self.pairing.programme).get(mentor.pk, 0)
        if data.get("mentee") and taken >= mentor.capacity:
            words = gettext("%(mentor)s has no free place. Change the number on the mentor's card first.")
            self.add_error("mentee", words % {"mentor": mentor.person})
        if data.get("mentee") and lacks_place(self.pairing, mentor, [data["mentee"]], self.today):
            self.add_error("mentee", PLACE_FIRST)
        return data


class LeaveForm(ActForm):
    pass
