"""Binding a party of the roadmap to the school's people."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorship.programmes.models import Group, Membership
from mentorship.programmes.roles import Role
from roadmap.models import Party
from roadmap.outline import PartyKind

BINDING = {PartyKind.PERSON: "membership", PartyKind.ROLE: "role", PartyKind.GROUP: "group"}
"""What a party of each kind is bound to."""


class PartyForm(forms.ModelForm):
    """The words that papers print, and who that is today."""

    membership = forms.ModelChoiceField(Membership.objects.none(), label=_("Person with a sign-in"), required=False)
    role = forms.ChoiceField(label=_("Whoever holds the role"), required=False)
    group = forms.ModelChoiceField(Group.objects.none(), label=_("Group"), required=False)

    class Meta:
        model = Party
        fields = ["role_text", "name", "membership", "role", "group"]
        labels = {"role_text": _("Post, role or group as papers print it"), "name": _("Name as papers print it")}

    def __init__(self, *args, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["membership"].queryset = Membership.objects.active_on(day).select_related("user")
        self.fields["membership"].label_from_instance = lambda one: (
            f"{one.user.get_full_name()}, {one.post or one.get_role_display()}"
        )
        self.fields["role"].choices = [("", _("Nobody")), *Role.choices]
        self.fields["group"].queryset = Group.objects.all()
        wanted = BINDING[PartyKind(self.instance.kind)]
        for field in set(BINDING.values()) - {wanted}:
            del self.fields[field]
        if self.instance.kind != PartyKind.PERSON:
            del self.fields["name"]

    def clean(self):
        words = super().clean()
        role_text, name = words.get("role_text", ""), words.get("name", "")
        if not role_text and not name:
            self.add_error("role_text", _("Write a post, a role or a name: papers print it."))
        same = Party.objects.filter(kind=self.instance.kind, role_text=role_text, name=name)
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("role_text", _("There is already a party with these words."))
        return words
