"""The difference of two roadmaps."""

from copy import deepcopy
from datetime import date

from roadmap.comparison import Act, compare, woven
from roadmap.outline import Outline, OutlineActivity, OutlineStep, Term, TermKind
from tests.roadmap.samples import sample_outline


def told(changes):
    return [(change.act, change.level, change.title) for change in changes]


def test_a_roadmap_does_not_differ_from_its_copy():
    assert compare(sample_outline(), Outline.from_dict(sample_outline().to_dict())) == []


def test_another_deadline_is_a_change_of_the_term_with_both_words():
    before, after = sample_outline(), sample_outline()
    activity = after.stages[0].activities[0]
    activity.term = Term("до 20 декабря", TermKind.DAY, date(2021, 12, 20), date(2021, 12, 20))

    [change] = compare(before, after)

    assert (change.act, change.level, change.where) == (Act.CHANGED, "activity", after.stages[0].title)
    assert [(one.name, one.before, one.after) for one in change.fields] == [("term", "Декабрь", "до 20 декабря")]


def test_the_same_words_with_other_days_are_told():
    before, after = sample_outline(), sample_outline()
    activity = after.stages[0].activities[0]
    activity.term = Term("Декабрь", TermKind.MONTH, date(2022, 12, 1), date(2022, 12, 31))

    [change] = compare(before, after)

    assert [(one.name, one.after) for one in change.fields] == [("days", "01.12.2022 – 31.12.2022")]


def test_an_activity_in_another_stage_was_moved_not_removed_and_added():
    before, after = sample_outline(), sample_outline()
    activity = after.stages[0].activities.pop(0)
    after.stages[2].activities.append(activity)

    [change] = compare(before, after)

    assert (change.act, change.title, change.before_where, change.where) == (
        Act.MOVED,
        activity.title,
        before.stages[0].title,
        after.stages[2].title,
    )


def test_one_activity_that_changed_its_place_is_one_move():
    before, after = sample_outline(), sample_outline()
    after.stages[0].activities.insert(0, after.stages[0].activities.pop())

    assert told(compare(before, after)) == [(Act.MOVED, "activity", after.stages[0].activities[0].title)]


def test_added_and_removed_lines_are_told_with_their_place():
    before, after = sample_outline(), sample_outline()
    gone = after.stages[1].activities.pop()
    after.stages[0].activities[0].steps.append(OutlineStep("Назначить куратора"))
    after.stages[3].activities.append(OutlineActivity("Экскурсия на предприятие"))

    assert told(compare(before, after)) == [
        (Act.ADDED, "step", "Назначить куратора"),
        (Act.ADDED, "activity", "Экскурсия на предприятие"),
        (Act.REMOVED, "activity", gone.title),
    ]


def test_a_mended_word_is_a_change_of_the_title():
    before, after = sample_outline(), sample_outline()
    step = after.stages[0].activities[0].steps[0]
    step.title = step.title.replace("Изучение", "Обсуждение")

    [change] = compare(before, after)

    assert [(one.name, one.words[:2]) for one in change.fields] == [
        ("title", [("del", "Изучение"), ("ins", "Обсуждение")])
    ]


def test_a_new_responsible_party_is_told_in_words():
    before, after = sample_outline(), sample_outline()
    after.stages[0].activities[0].responsible.pop()

    [change] = compare(before, after)

    assert [one.name for one in change.fields] == ["responsible"]


def test_woven_words_keep_what_stayed():
    assert woven("до 15 марта", "до 20 марта") == [("same", "до "), ("del", "15"), ("ins", "20"), ("same", " марта")]


def test_words_with_nothing_in_common_are_exchanged_as_a_whole():
    assert woven("весь период программы", "до 5 мая") == [("del", "весь период программы"), ("ins", "до 5 мая")]


def test_a_thousand_activities_are_compared_at_once():
    before = sample_outline()
    stage = before.stages[0]
    stage.activities = [OutlineActivity(f"Мероприятие номер {n}") for n in range(1000)]
    after = deepcopy(before)
    after.stages[0].activities.insert(0, after.stages[0].activities.pop())

    assert told(compare(before, after)) == [(Act.MOVED, "activity", "Мероприятие номер 999")]
