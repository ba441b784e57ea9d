"""Fields read Russian dates, and a field says what it wants where a screen reader meets it."""

from datetime import date

import pytest
from django import forms
from django.template.loader import render_to_string

from mentorship.common.forms import RussianDateField, read_day
from mentorship.common.styleguide import ExampleForm

TODAY = date(2022, 3, 14)


@pytest.mark.parametrize(
    "text",
    ["14.03.2022", "14.3.22", "14 марта 2022", "14 марта 2022 г.", "14  Марта", "14.03", "14 мар.", "2022-03-14"],
)
def test_reads_what_people_write(text):
    assert read_day(text, TODAY) == date(2022, 3, 14)


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("14 января", date(2021, 11, 22), date(2022, 1, 14)),
        ("20 декабря", date(2022, 1, 10), date(2021, 12, 20)),
        ("5 мая", date(2022, 3, 14), date(2022, 5, 5)),
    ],
)
def test_takes_the_nearest_year(text, today, day):
    assert read_day(text, today) == day


@pytest.mark.parametrize("text", ["31.02.2022", "14 мартобря", "скоро", "29 февраля", "14", "2022"])
def test_does_not_guess(text):
    with pytest.raises(forms.ValidationError, match=r"14\.03\.2022"):
        RussianDateField(today=TODAY).clean(text)


class DayForm(forms.Form):
    day = RussianDateField(today=TODAY)


def test_browser_gets_the_day_in_its_own_form():
    assert 'type="date" name="day" value="2022-03-14"' in str(DayForm({"day": "14 марта"})["day"])
    assert 'type="date" name="day" value="2022-03-14"' in str(DayForm(initial={"day": TODAY})["day"])


def test_text_that_was_not_read_comes_back_as_typed():
    form = DayForm({"day": "скоро"})
    assert not form.is_valid()
    assert 'type="text" name="day" value="скоро"' in str(form["day"])


def rendered(form, template="bootstrap5/uni_form.html"):
    return " ".join(render_to_string(template, {"form": form, "field_template": "bootstrap5/field.html"}).split())


def test_optional_fields_say_so_and_nothing_has_an_asterisk():
    html = rendered(ExampleForm())
    assert html.count('class="rm-optional"') == sum(
        not field.required and not isinstance(field.widget, forms.CheckboxInput)
        for field in ExampleForm().fields.values()
    )
    assert "asterisk" not in html
    assert "*" not in html


def test_error_stands_above_the_input_and_is_described():
    html = rendered(ExampleForm({}))
    assert html.index('id="id_title_error"') < html.index('id="id_title"')
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert html.count('<span class="visually-hidden">') == 5
    assert 'aria-invalid="true"' in html


def test_group_is_a_fieldset_with_its_error_above_the_options():
    html = rendered(ExampleForm({}))
    group = html[html.index('<fieldset id="id_one"') : html.index("</fieldset>")]
    assert 'aria-describedby="id_one_error"' in group
    assert group.index("<legend>") < group.index('id="id_one_error"') < group.index('type="radio"')


@pytest.mark.parametrize("form", [ExampleForm({}), ExampleForm({}, prefix="one")])
def test_every_link_of_the_summary_leads_to_something(form):
    summary = rendered(form, "components/_error_summary.html")
    page = rendered(form)
    links = [part.split('"')[0] for part in summary.split('href="#')[1:]]
    assert len(links) == 5
    assert all(f'id="{link}"' in page for link in links)


def test_summary_is_silent_without_errors():
    assert rendered(ExampleForm(), "components/_error_summary.html") == ""


def test_summary_reads_formsets():
    formset = forms.formset_factory(ExampleForm, extra=1)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-day": "14.03.2022"}
    )
    html = render_to_string("components/_error_summary.html", {"formset": formset})
    assert 'href="#id_form-0-title"' in html


def test_django_renders_a_form_in_the_same_way():
    assert 'class="textinput form-control"' in str(ExampleForm())
    assert 'id="id_title_error"' in str(ExampleForm({}))
