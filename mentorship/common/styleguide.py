"""What the list of components shows: a form with every kind of field, in good state and with errors."""

from django import forms
from django.core.paginator import Paginator

from .forms import RussianDateField


class ExampleForm(forms.Form):
    """Sample words are Russian on purpose: the page shows how Russian text stands in the components."""

    title = forms.CharField(label="Название мероприятия", help_text="Начните с глагола: «Провести», «Подготовить».")
    text = forms.CharField(label="Описание", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    day = RussianDateField(label="Срок", help_text="Например, 14.03.2022.")
    kind = forms.ChoiceField(
        label="Форма", choices=[("", "Выберите"), ("s", "Ученик — ученик"), ("t", "Учитель — ученик")]
    )
    file = forms.FileField(label="Протокол", required=False, help_text="PDF, DOCX или фото до 10 МБ.")
    one = forms.ChoiceField(
        label="Кто отвечает", choices=[("c", "Координатор"), ("d", "Директор")], widget=forms.RadioSelect
    )
    many = forms.MultipleChoiceField(
        label="Кому напомнить",
        choices=[("m", "Наставникам"), ("p", "Психологу")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Письмо уйдёт сразу.",
    )
    is_public = forms.BooleanField(label="Показать на сайте школы", help_text="Без имён учеников.")


def examples(request):
    """Context of the page."""
    return {
        "statuses": ["plan", "work", "check", "done", "soon", "late", "skip"],
        "good_form": ExampleForm(auto_id="good_%s"),
        "form": ExampleForm({"day": "как-нибудь"}, auto_id="bad_%s"),
        "page_obj": Paginator(range(100), 10).get_page(request.GET.get("page", 3)),
        "trail": [("/", "Дорожная карта"), ("/styleguide/", "Этап 5")],
        "levels": ["success", "info", "warning", "error"],
    }
