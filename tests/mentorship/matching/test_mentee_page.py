"""One mentee of a draft: the reasons traced to answers, the candidates, what another mentor changes, what is undone."""

import pytest
from django.urls import reverse

from mentorship.matching.effects import means
from mentorship.matching.models import Exclusion, Proposal
from mentorship.matching.rules import Rules
from tests.factories import MenteeFactory, MentorFactory
from tests.mentorship.matching.drafting import draft, of_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("school_scope")]

MATHS, PHYSICS = 1, 2


@pytest.fixture
def coordinator(client_of):
    return client_of("coordinator")


@pytest.fixture
def drafted(programme):
    """Kovaleva knows mathematics, Gusev physics; Ivanov asks for mathematics, Petrov for physics. One place each, and a
    third mentor who can never meet anybody."""
    mentors = {
        "Ковалёва": of_words(MATHS),
        "Гусев": of_words(PHYSICS),
        "Миронова": of_words(MATHS) | {"slots": frozenset({"sat-before"})},
    }
    return draft(programme, mentors, {"Иванов": of_words(MATHS), "Петров": of_words(PHYSICS)})


def page_of(run, mentee, name="matching_mentee"):
    return reverse(name, args=[run.public_id, mentee.public_id])


def paired(run):
    """``{mentee's surname: mentor's surname}`` of a draft."""
    rows = Proposal.objects.filter(run=run).select_related("mentee__person", "mentor__person")
    return {one.mentee.person.surname: one.mentor and one.mentor.person.surname for one in rows}


def test_every_point_is_traced_to_what_both_have_said(drafted, coordinator):
    run, _mentors, mentees = drafted

    context = coordinator.get(page_of(run, mentees["Иванов"])).context

    traces = {one.code: one for one in context["traces"]}
    assert sum(one.points for one in traces.values()) == context["score"]
    subjects = traces["subjects"]
    assert [(one.words, one.is_common) for one in subjects.asked] == [("математика", True)]
    assert [(one.words, one.is_common) for one in subjects.offered] == [("математика", True)]
    assert subjects.points == subjects.most > 0


def test_candidates_fall_by_points_and_the_forbidden_come_last_with_their_rule(drafted, coordinator):
    run, mentors, mentees = drafted

    shown = coordinator.get(page_of(run, mentees["Иванов"])).context["page_obj"].object_list

    assert [one.mentor for one in shown] == [mentors["Ковалёва"], mentors["Гусев"], mentors["Миронова"]]
    assert [bool(one.rules) for one in shown] == [False, False, True]
    assert [one.is_present for one in shown] == [True, False, False]
    assert shown[0].score > shown[1].score
    assert (shown[1].places.taken, shown[1].places.capacity) == (1, 1)
    assert [one.mentee for one in shown[1].has] == [mentees["Петров"]]


def test_the_best_candidates_say_what_they_would_change(drafted, coordinator):
    run, _mentors, mentees = drafted

    shown = coordinator.get(page_of(run, mentees["Иванов"])).context["page_obj"].object_list

    assert [one.effect is not None for one in shown] == [False, True, False]
    assert [one.is_full for one in shown] == [True, True, False]
    assert len(shown[1].effect.changes) == 1


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (7449, 7151, ("74", "72")),
        (7449, 7420, ("74,5", "74,2")),
        (7449, 7449, ("74", "74")),
        (None, 7449, ("—", "74")),
        (7449, None, ("74", "—")),
    ],
)
def test_a_mean_shows_a_tenth_where_whole_points_would_hide_the_difference(before, after, shown):
    assert means(before, after) == shown


def test_one_press_tells_what_a_forbidden_pair_would_change(drafted, coordinator):
    run, mentors, mentees = drafted
    address = f"{page_of(run, mentees['Иванов'])}?what={mentors['Миронова'].public_id}"

    piece = coordinator.get(address, headers={"HX-Request": "true"})
    page = coordinator.get(address)

    assert "<html" not in piece.content.decode()
    assert piece.context["effect"].is_possible
    asked = [one for one in page.context["page_obj"].object_list if one.mentor == mentors["Миронова"]]
    assert asked[0].effect == piece.context["effect"]


def test_a_pair_that_locks_make_impossible_says_why(drafted, coordinator):
    run, mentors, mentees = drafted
    Proposal.objects.filter(run=run, mentee=mentees["Петров"]).update(is_locked=True)
    address = page_of(run, mentees["Иванов"])

    shown = coordinator.get(address).context["page_obj"].object_list
    answer = coordinator.post(f"{address}replace/", {"mentor": mentors["Гусев"].public_id}, follow=True)

    candidate = next(one for one in shown if one.mentor == mentors["Гусев"])
    assert not candidate.can_be_put
    assert "Гусев" in candidate.effect.words
    assert [one.level_tag for one in answer.context["messages"]] == ["error"]
    assert paired(run) == {"Иванов": "Ковалёва", "Петров": "Гусев"}


def test_why_not_finds_any_mentor_by_name(drafted, coordinator):
    run, mentors, mentees = drafted

    shown = coordinator.get(page_of(run, mentees["Иванов"]) + "?q=миронова").context["page_obj"].object_list

    assert [one.mentor for one in shown] == [mentors["Миронова"]]
    assert shown[0].rules
    assert not list(coordinator.get(page_of(run, mentees["Иванов"]) + "?q=никто").context["page_obj"])


def test_another_mentor_is_put_in_and_one_press_brings_everything_back(drafted, coordinator):
    run, mentors, mentees = drafted
    before = paired(run)

    coordinator.post(
        page_of(run, mentees["Иванов"], "matching_replace"),
        {"mentor": mentors["Гусев"].public_id, "version": run.version},
    )

    assert paired(run) == {"Иванов": "Гусев", "Петров": "Ковалёва"}
    row = Proposal.objects.get(run=run, mentee=mentees["Иванов"])
    assert (row.is_locked, row.by_hand) == (True, True)
    coordinator.post(reverse("matching_change_undo", args=[run.public_id]))
    assert paired(run) == before == {"Иванов": "Ковалёва", "Петров": "Гусев"}


def test_a_draft_that_somebody_has_changed_is_shown_anew_and_stays(drafted, coordinator):
    run, mentors, mentees = drafted
    before = paired(run)

    response = coordinator.post(
        page_of(run, mentees["Иванов"], "matching_replace"),
        {"mentor": mentors["Гусев"].public_id, "version": run.version - 1},
        follow=True,
    )

    assert paired(run) == before
    assert [one.level_tag for one in response.context["messages"]] == ["error"]


@pytest.mark.parametrize("mentor", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_a_mentor_who_is_nobody_is_not_found(mentor, drafted, coordinator):
    run, _mentors, mentees = drafted

    response = coordinator.post(page_of(run, mentees["Иванов"], "matching_replace"), {"mentor": mentor})

    assert response.status_code == 404


def test_a_pair_is_taken_apart_and_the_page_says_how_many_would_suit(drafted, coordinator):
    run, _mentors, mentees = drafted

    response = coordinator.post(page_of(run, mentees["Иванов"], "matching_apart"), follow=True)

    assert paired(run)["Иванов"] is None
    assert response.context["suit"] == 2


def test_who_has_no_candidate_learns_which_rules_keep_all_away(programme, coordinator):
    hours = {"slots": frozenset({"sat-before"})}
    run, _mentors, mentees = draft(programme, {"Ковалёва": of_words(MATHS)}, {"Иванов": of_words(MATHS) | hours})

    context = coordinator.get(page_of(run, mentees["Иванов"])).context

    assert context["suit"] == 0
    assert [total for _words, total in context["kept_away"]] == [1]


def test_a_pair_is_forbidden_with_a_reason_and_comes_apart(drafted, coordinator):
    run, mentors, mentees = drafted
    address = f"{page_of(run, mentees['Иванов'], 'matching_forbid')}?mentor={mentors['Ковалёва'].public_id}"

    refused = coordinator.post(address, {"reason": " "})
    coordinator.post(address, {"reason": "Родственники"})

    assert refused.status_code == 422
    exclusion = Exclusion.objects.get()
    assert (exclusion.mentor, exclusion.mentee, exclusion.reason) == (
        mentors["Ковалёва"],
        mentees["Иванов"],
        "Родственники",
    )
    assert paired(run)["Иванов"] != "Ковалёва"


def test_a_rule_that_holds_against_everybody_leaves_no_button(programme, coordinator):
    mentors = {"Ковалёва": of_words(MATHS), "Гусев": of_words(MATHS) | {"may_be_processed": False}}
    run, rows, mentees = draft(programme, mentors, {"Иванов": of_words(MATHS)})

    page = coordinator.get(page_of(run, mentees["Иванов"]))
    response = coordinator.post(
        page_of(run, mentees["Иванов"], "matching_replace"), {"mentor": rows["Гусев"].public_id}, follow=True
    )

    assert [one.may_be for one in page.context["page_obj"].object_list] == [True, False]
    assert paired(run) == {"Иванов": "Ковалёва"}
    assert [one.level_tag for one in response.context["messages"]] == ["error"]


@pytest.fixture
def with_choices(programme):
    """Ivanov chose Kovaleva; Gusev would rather not work with him, and Mironova is kept from him by the coordinator."""
    mentors = {name: of_words(MATHS) | {"room": 2} for name in ("Ковалёва", "Гусев", "Миронова")}
    run, rows, mentees = draft(programme, mentors, {"Иванов": of_words(MATHS)}, rules=Rules())
    mentee = mentees["Иванов"].pk
    known = run.snapshot["knowledge"]
    for one in known["mentors"]:
        if one["id"] == rows["Гусев"].pk:
            one["unwanted"] = [mentee]
    known["mentees"][0]["wishes"] = [rows["Ковалёва"].pk]
    known["excluded"] = [[rows["Миронова"].pk, mentee]]
    run.save()
    Proposal.objects.filter(run=run).update(mentor=rows["Ковалёва"])
    return run, rows, mentees


@pytest.mark.parametrize("role", ["director", "deputy"])
def test_nobody_else_can_tell_a_refusal_from_a_prohibition(role, with_choices, client_of):
    run, rows, mentees = with_choices

    shown = client_of(role).get(page_of(run, mentees["Иванов"])).context["page_obj"].object_list

    rules = {one.mentor: one.rules for one in shown}
    assert rules[rows["Гусев"]] == rules[rows["Миронова"]] != []


def test_the_coordinator_sees_whose_wish_it_was(with_choices, coordinator):
    run, rows, mentees = with_choices

    shown = coordinator.get(page_of(run, mentees["Иванов"])).context["page_obj"].object_list

    rules = {one.mentor: one.rules for one in shown}
    assert rules[rows["Гусев"]] != rules[rows["Миронова"]]


def test_whom_people_chose_is_for_the_coordinator_alone(with_choices, client_of):
    run, _rows, mentees = with_choices
    seen = {}
    for role in ("coordinator", "director"):
        traces = client_of(role).get(page_of(run, mentees["Иванов"])).context["traces"]
        seen[role] = next(one.asked + one.offered for one in traces if one.code == "choices")

    assert len(seen["coordinator"]) == 1
    assert seen["director"] == []


ROLES = {"director": 200, "coordinator": 200, "deputy": 200, "class_teacher": 403, "psychologist": 403, "mentor": 403}


@pytest.mark.parametrize(("role", "status"), ROLES.items())
def test_who_may_look(role, status, drafted, client_of):
    run, mentors, mentees = drafted
    client = client_of(role)

    assert client.get(page_of(run, mentees["Иванов"])).status_code == status
    assert client.get(page_of(run, mentors["Гусев"], "matching_mentor")).status_code == status


@pytest.mark.parametrize("role", ["director", "deputy"])
def test_who_may_only_look_changes_nothing(role, drafted, client_of):
    run, mentors, mentees = drafted
    client, before = client_of(role), paired(run)

    page = client.get(page_of(run, mentees["Иванов"])).content.decode()
    for name in ("matching_replace", "matching_apart", "matching_forbid"):
        form = {"mentor": mentors["Гусев"].public_id, "reason": "Так"}
        assert client.post(page_of(run, mentees["Иванов"], name), form).status_code == 403

    assert 'name="mentor"' not in page
    assert paired(run) == before


@pytest.mark.parametrize("count", [1, 15])
def test_fifteen_candidates_take_as_many_queries_as_one(count, programme, coordinator, django_assert_max_num_queries):
    hours = {"slots": frozenset({"sat-before"})}
    mentors = {"Ковалёва": of_words(MATHS)} | {f"Фамилия{n}": of_words(MATHS) | hours for n in range(count)}
    run, _rows, mentees = draft(programme, mentors, {"Иванов": of_words(MATHS)})
    coordinator.get(page_of(run, mentees["Иванов"]))

    with django_assert_max_num_queries(15):
        coordinator.get(page_of(run, mentees["Иванов"]))


def test_a_mentor_of_a_draft_has_own_mentees_and_whom_else_the_mentor_would_suit(drafted, coordinator):
    run, mentors, mentees = drafted

    context = coordinator.get(page_of(run, mentors["Ковалёва"], "matching_mentor")).context

    assert [row.proposal.mentee for row in context["rows"]] == [mentees["Иванов"]]
    assert [one.mentee for one, _score, _now in context["others"]] == [mentees["Петров"]]


def test_who_is_not_in_the_draft_has_no_page_there(drafted, programme, coordinator):
    run, _mentors, _mentees = drafted

    assert coordinator.get(page_of(run, MenteeFactory(programme=programme))).status_code == 404
    mentor = MentorFactory(programme=programme)
    assert coordinator.get(page_of(run, mentor, "matching_mentor")).status_code == 404


def test_an_adult_and_a_pupil_are_told_how_they_meet(programme, coordinator):
    run, _mentors, mentees = draft(
        programme, {"Ковалёва": of_words(MATHS) | {"is_adult": True}}, {"Иванов": of_words(MATHS)}
    )

    assert coordinator.get(page_of(run, mentees["Иванов"])).context["meeting"]
