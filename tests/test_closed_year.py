"""The pages of a closed programme offer nothing that would change it."""

import re
from contextlib import suppress
from datetime import date

import pytest
from django.urls import Resolver404, resolve
from django_scopes import scope

from mentorship.programmes.archive import NOT_OFFERED
from mentorship.programmes.models import Programme
from tests.test_urls import ADDRESSES, World, leader, media  # noqa: F401

LINKS = re.compile(r"""<a\b[^>]*?\bhref="(/[^"#?]*)""")
FORMS = re.compile(r"""<form\b[^>]*?\baction="(/[^"#?]*)[^>]*>(.*?)</form>""", re.S)
READ_TOO = {"matching_bin", "survey_build", "survey_new"}
"""Pages for who changes things that show something as well: a link to them is no offer to change."""


@pytest.fixture
def year(school):
    world = World(school)
    with scope(school=school):
        Programme.objects.filter(pk=world.programme.pk).update(closed_on=date(2022, 5, 31))
    return world


def offered_by(page):
    """Names of the links and of the forms with a button on a page that a closed programme refuses."""
    paths = LINKS.findall(page) + [path for path, inside in FORMS.findall(page) if "<button" in inside]
    for path in paths:
        with suppress(Resolver404):
            found = resolve(path)
            if getattr(found.func, "required_action", None) in NOT_OFFERED and found.url_name not in READ_TOO:
                yield found.url_name


@pytest.mark.django_db
def test_no_page_offers_what_a_closed_programme_refuses(year, leader):  # noqa: F811
    wrong, seen = set(), 0
    for route, pattern in ADDRESSES:
        for path in year.paths(route, pattern):
            if getattr(resolve(path).func, "required_action", None) in NOT_OFFERED:
                continue
            response = leader.get(path)
            if response.streaming:
                list(response.streaming_content)  # the client closes the file after it
            if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
                continue
            seen += 1
            wrong |= {(pattern.name, one) for one in offered_by(response.content.decode())}

    assert seen > 100
    assert wrong == set()
