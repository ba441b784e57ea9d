from django import forms
from django.utils.translation import gettext as _

from ..models import Mode


class ChoicesForm(forms.Form):
    """One question a kind: by which way."""

    def __init__(self, *args, kinds, modes, **kwargs):
        super().__init__(*args, **kwargs)
        for kind in kinds:
            self.fields[kind.code] = forms.TypedChoiceField(
                label=kind.title,
                choices=[(mode, mode.label) for mode in kind.modes],
                coerce=Mode,
                initial=modes[kind.code],
                widget=forms.RadioSelect,
                help_text=_("A letter always comes: it cannot be switched off.") if kind.is_locked else "",
            )
