"""The rules of the matching: who changes them, what bad input meets, presets, the usual ones, two people at once."""

import pytest
from django_scopes import scope

from mentorship.matching.criteria import CRITERIA
from mentorship.matching.models import MatchingRules
from mentorship.matching.rules import PRESETS
from mentorship.matching.weighing import shares_of
from mentorship.programmes.models import AuditEvent, MentoringForm
from mentorship.programmes.roles import Role

URL = "/matching/rules/"
GENERAL = "/matching/rules/0/"
HARD = {"same_form": "on", "needs_hour": "on", "forbids_unwanted": "on", "least_gap": "", "policy": "cover"}
SIZES = {"group_least": "0", "group_most": "0"}
PLACES = {"same_class": "any", "same_building": "same", "same_shift": "same"}


@pytest.fixture
def pupils(school):
    with scope(school=school):
        return MentoringForm.objects.create(school=school, title="Ученик – ученик")


def filled(version=0, **fields):
    """What the page sends, with the usual weights."""
    weights = {f"weight_{code}": str(weight) for code, weight in PRESETS["balanced"].items()}
    return {"version": str(version)} | weights | HARD | SIZES | PLACES | fields


def stored(school, form=None):
    with scope(school=school):
        return MatchingRules.objects.filter(form=form).first()


def store(school, form=None, **fields):
    with scope(school=school):
        return MatchingRules.objects.create(school=school, form=form, **{"weights": {"hours": 10}} | fields)


def errors(response):
    return response.context["form"].errors


@pytest.mark.parametrize("role", Role.values)
def test_leaders_look_and_the_coordinator_changes(programme, client_of, role):
    client = client_of(role)
    sees = {Role.DIRECTOR, Role.COORDINATOR, Role.DEPUTY}

    assert client.get(URL).status_code == (200 if role in sees else 403)
    assert client.get(GENERAL).status_code == (200 if role == Role.COORDINATOR else 403)
    for address in (GENERAL, f"{GENERAL}reset/", f"{URL}undo/"):
        assert (client.post(address).status_code == 403) == (role != Role.COORDINATOR)


def test_rules_of_a_form_of_another_school_are_not_there(programme, client_of, other_school):
    with scope(school=other_school):
        theirs = MentoringForm.objects.create(school=other_school, title="Ученик – ученик")

    assert client_of().get(f"{URL}{theirs.pk}/").status_code == 404


def test_the_general_rules_are_saved_and_told_to_the_log(programme, client_of, school):
    response = client_of().post(GENERAL, filled(weight_hours="50", least_gap="2", policy="hard"))

    row = stored(school)
    assert response.status_code == 302
    assert (row.weights["hours"], row.settings["least_gap"], row.settings["policy"]) == (50, 2, "hard")
    with scope(school=school):
        event = AuditEvent.objects.get(action="matching.rules_saved")
    assert len(event.changes) == 3


def test_a_form_of_mentoring_gets_rules_of_its_own(programme, client_of, school, pupils):
    client_of().post(f"{URL}{pupils.pk}/", filled(weight_age="77"))

    assert stored(school) is None
    assert stored(school, pupils).weights["age"] == 77


def test_nothing_changed_stores_nothing(programme, client_of, school):
    client_of().post(GENERAL, filled())

    assert stored(school) is None


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"weight_hours": "101"}, "weight_hours"),
        ({"weight_hours": "-1"}, "weight_hours"),
        ({"weight_hours": "много"}, "weight_hours"),
        ({"weight_hours": ""}, "weight_hours"),
        ({f"weight_{one.code}": "0" for one in CRITERIA}, "weight_competences"),
        ({"least_gap": "61"}, "least_gap"),
        ({"group_least": "4", "group_most": "3"}, "group_most"),
        ({"policy": "group", "group_least": "1"}, "group_least"),
        ({"policy": "best"}, "policy"),
        ({"same_shift": "third"}, "same_shift"),
    ],
)
def test_bad_input_is_kept_and_told(programme, client_of, school, bad, field):
    response = client_of().post(GENERAL, filled(**{"weight_age": "33"} | bad))

    assert response.status_code == 422
    assert list(errors(response)) == [field]
    assert stored(school) is None
    name, value = next(iter(bad.items()))
    assert response.context["form"][name].value() == value


def test_one_press_takes_a_ready_set_and_keeps_the_rest(programme, client_of, school):
    client = client_of()
    client.post(GENERAL, filled(preset="pupil-pupil", least_gap="1"))

    row = stored(school)
    assert row.weights == PRESETS["pupil-pupil"]
    assert row.settings["least_gap"] == 1


def test_a_save_is_taken_back(programme, client_of, school):
    client = client_of()
    client.post(GENERAL, filled(weight_hours="50"))
    client.post(f"{URL}undo/")

    assert stored(school) is None

    store(school)
    client.post(GENERAL, filled(version=1, preset="teacher-teacher"))
    client.post(f"{URL}undo/")

    assert stored(school).weights == {"hours": 10}


def test_an_undo_does_not_overwrite_what_somebody_else_saved(programme, client_of, school):
    client, other = client_of(), client_of()
    client.post(GENERAL, filled(weight_hours="50"))
    other.post(GENERAL, filled(version=1, weight_hours="60"))
    client.post(f"{URL}undo/")

    assert stored(school).weights["hours"] == 60


def test_the_usual_rules_come_back_and_go_again(programme, client_of, school, pupils):
    store(school, pupils)
    client = client_of()
    client.post(f"{URL}{pupils.pk}/reset/")

    assert stored(school, pupils) is None

    client.post(f"{URL}undo/")

    assert stored(school, pupils).weights == {"hours": 10}


def test_of_two_people_the_second_one_sees_both_texts(programme, client_of, school):
    first, second = client_of(), client_of()
    first.post(GENERAL, filled(weight_hours="50"))
    response = second.post(GENERAL, filled(weight_hours="60"))

    assert response.status_code == 409
    assert [(row["mine"], row["theirs"]) for row in response.context["differences"]] == [("60", "50")]
    assert stored(school).weights["hours"] == 50

    second.post(GENERAL, filled(version=1, weight_hours="60"))

    assert stored(school).weights["hours"] == 60


def test_rules_that_were_dropped_meanwhile_are_a_conflict_too(programme, client_of, school):
    response = client_of().post(GENERAL, filled(version=3, weight_hours="60"))

    assert response.status_code == 409
    assert stored(school) is None


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_of_rules_takes_the_same_queries(programme, client_of, school, count, django_assert_num_queries):
    with scope(school=school):
        for number in range(count):
            form = MentoringForm.objects.create(school=school, title=f"Форма {number}")
            programme.forms.add(form, through_defaults={"school": school})
            MatchingRules.objects.create(school=school, form=form, weights={"hours": number + 1})
    client = client_of()
    client.get(URL)

    with django_assert_num_queries(6):
        response = client.get(URL)

    assert [line["is_own"] for line in response.context["lines"]] == [False] + [True] * count


@pytest.mark.parametrize("weights", [*PRESETS.values(), {"hours": 1, "age": 1, "load": 1}, {}, {"hours": 7, "age": 93}])
def test_shares_are_whole_and_make_a_hundred(weights):
    shares = shares_of(weights)

    assert sum(shares.values()) == 100
    assert all(shares[one.code] == 0 for one in CRITERIA if weights and not weights.get(one.code))


def test_shares_of_the_page_follow_what_was_typed(programme, client_of):
    response = client_of().post(
        GENERAL, filled(**{f"weight_{one.code}": "0" for one in CRITERIA} | {"weight_hours": "x"})
    )

    assert response.status_code == 422
    assert sum(share for _field, share in response.context["form"].lines()) == 100
