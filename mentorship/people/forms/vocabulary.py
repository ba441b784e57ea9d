from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes.forms import SafeModelChoiceField

from mentorship.programmes.models import MentoringForm

from ..models import Axis, Tag, Variant


class NewWordForm(forms.Form):
    axis = forms.ChoiceField(label=gettext_lazy("About"), choices=Axis.choices)
    title = forms.CharField(label=gettext_lazy("Word"), max_length=80)


class WordForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput)
    title = forms.CharField(label=gettext_lazy("Word"), max_length=80)

    def __init__(self, *args, tag, **kwargs):
        super().__init__(*args, initial={"seen": tag.title, "title": tag.title}, **kwargs)


class MergeForm(forms.Form):
    into = SafeModelChoiceField(queryset=Tag.objects.none(), label=gettext_lazy("The school uses the word"))

    def __init__(self, *args, tag, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = Tag.objects.current().filter(axis=tag.axis).exclude(pk=tag.pk)


class VariantForm(forms.ModelForm):
    class Meta:
        model = Variant
        fields = ["form", "title", "position"]
        field_classes = {"form": SafeModelChoiceField}
        labels = {"form": gettext_lazy("Form of mentoring"), "position": gettext_lazy("Place in the list")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["form"].queryset = MentoringForm.objects.all()
        if self.instance.pk:
            del self.fields["form"]

    def clean(self):
        data = super().clean()
        form = data.get("form") or (self.instance.form if self.instance.pk else None)
        same = Variant.objects.filter(form=form, title=data.get("title")).exclude(pk=self.instance.pk)
        if form and same.exists():
            self.add_error("title", _("The form has this variant already."))
        return data
