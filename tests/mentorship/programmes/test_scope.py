"""The wall between schools."""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django_scopes import scope
from django_scopes.exceptions import ScopeError

from mentorship.common.errors import EditConflict
from mentorship.programmes.ownership import SchoolOwned
from roadmap.models import Activity, Roadmap
from tests.factories import ActivityFactory, StageFactory

ROOT = Path(__file__).resolve().parents[3]
MAY_LOOK_ACROSS = {
    "mentorship/notifications/outbox.py",
    "mentorship/notifications/services/feeds.py",
    "mentorship/pairs/doors.py",
    "mentorship/people/services/erasing_accounts.py",
    "mentorship/programmes/admin.py",
    "mentorship/programmes/middleware.py",
    "mentorship/programmes/ownership.py",
    "mentorship/programmes/passwords.py",
    "mentorship/programmes/services/invitations.py",
    "surveys/doors.py",
}
"""Modules that may use ``Model.unscoped``: each has a reason in its text. At most ten."""

OWNED = [model for model in apps.get_models() if issubclass(model, SchoolOwned)]


@pytest.mark.parametrize("model", OWNED, ids=lambda model: model.__name__)
def test_a_query_outside_of_a_school_raises(model):
    with pytest.raises(ScopeError):
        list(model.objects.all())


@pytest.mark.parametrize("model", OWNED, ids=lambda model: model.__name__)
def test_the_default_manager_is_the_scoped_one(model):
    assert model._default_manager.name == "objects"


def test_a_school_sees_its_own_rows_only(school, roadmap, other_roadmap):
    mine = ActivityFactory(stage=StageFactory(roadmap=roadmap))
    ActivityFactory(stage=StageFactory(roadmap=other_roadmap))

    with scope(school=school):
        assert list(Activity.objects.all()) == [mine]


def test_a_row_never_moves_to_another_school(school_scope, roadmap, other_school):
    row = Roadmap.objects.get(pk=roadmap.pk)
    row.school = other_school

    with pytest.raises(ValidationError):
        row.save()


def test_the_second_of_two_savers_gets_the_saved_row(school_scope, roadmap):
    activity = ActivityFactory(stage=StageFactory(roadmap=roadmap))
    seen = activity.version
    activity.swap(seen, title="Первый")

    with pytest.raises(EditConflict) as conflict:
        activity.swap(seen, title="Второй")

    assert conflict.value.theirs.title == "Первый"


def test_only_the_listed_modules_look_across_schools():
    users = {
        str(path.relative_to(ROOT))
        for folder in ("mentorship", "roadmap", "surveys")
        for path in (ROOT / folder).rglob("*.py")
        if ".unscoped" in path.read_text() or "scopes_disabled" in path.read_text()
    }

    assert users == MAY_LOOK_ACROSS
    assert len(users) <= 10
