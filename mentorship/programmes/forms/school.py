from django import forms
from django.utils.translation import gettext_lazy as _

from mentorship.common import ru

from ..models import School
from .versioned import VersionedForm


class SchoolForm(VersionedForm):
    site = forms.URLField(label=_("School's site"), required=False, assume_scheme="https")

    class Meta:
        model = School
        fields = [
            "full_name",
            "short_name",
            "name_genitive",
            "name_dative",
            "name_prepositional",
            "city",
            "address",
            "site",
            "director_post",
            "director_name",
            "director_name_dative",
            "time_zone",
            "has_saturdays",
            "needs_second_factor",
            "needs_approval",
        ]
        help_texts = {
            "name_genitive": _("“Director of …”: stands in orders and plans."),
            "name_dative": _("“To the director of …”, “by order for …”."),
            "name_prepositional": _("“The programme in …”."),
            "director_name_dative": _("To whom an application is addressed. Leave it empty and we decline the name."),
            "has_saturdays": _("Saturday counts as a working day in deadlines and reminders."),
            "needs_second_factor": _(
                "Staff confirm each sign-in with a code from the phone. Mentors and pupils do not."
            ),
            "needs_approval": _("A completed activity waits until the director accepts it."),
        }

    def clean(self):
        data = super().clean()
        if data.get("director_name") and not data.get("director_name_dative"):
            data["director_name_dative"] = ru.dative(data["director_name"])
            self.changed_data.append("director_name_dative")
        elif "director_name" in self.changed_data and "director_name_dative" not in self.changed_data:
            data["director_name_dative"] = ru.dative(data.get("director_name", ""))
            self.changed_data.append("director_name_dative")
        return data
