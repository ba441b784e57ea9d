"""A group of people named together."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Group, Membership
from ..roles import Role


class GroupForm(forms.ModelForm):
    """The title, and the role whose holders belong to the group by themselves."""

    role = forms.ChoiceField(
        label=_("Everyone with the role"),
        help_text=_("They belong to the group as long as they hold the role."),
        required=False,
    )

    class Meta:
        model = Group
        fields = ["title", "role"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("Nobody")), *Role.choices]

    def clean_title(self):
        title = self.cleaned_data["title"]
        if Group.objects.filter(title=title).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is already a group with this title."))
        return title


class GroupMemberForm(forms.Form):
    """One more person of the school."""

    membership = forms.ModelChoiceField(Membership.objects.none(), label=_("Add a person"))

    def __init__(self, *args, group, day, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["membership"]
        field.queryset = (
            Membership.objects.active_on(day).exclude(groupmember__group=group).select_related("user").order_by("user")
        )
        field.label_from_instance = lambda one: f"{one.user.get_full_name()}, {one.post or one.get_role_display()}"
