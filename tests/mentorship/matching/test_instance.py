import io
import json

import pytest
from django.core.management import CommandError, call_command

from mentorship.matching.engine import solve

GOOD = {
    "mentors": [{"id": "A", "min": 0, "max": 1}],
    "mentees": [{"id": 1}, {"id": 2}],
    "scores": [["A", 1, 50], ["A", 2, 0]],
}
BROKEN = [
    ([], "must be an object"),
    ({**GOOD, "weights": []}, "Unknown part"),
    ({**GOOD, "mentors": None}, "needs a list of mentors"),
    ({**GOOD, "mentees": [{"id": True}]}, "needs an id"),
    ({**GOOD, "mentees": [{"id": 1}, {"id": 1}]}, "twice among mentees"),
    ({**GOOD, "mentors": [{"id": "A", "min": -1}]}, "between 0"),
    ({**GOOD, "mentors": [{"id": "A", "min": 3, "max": 2}]}, "less than min"),
    ({**GOOD, "mentors": [{"id": "A", "max": 1.0}]}, "whole number"),
    ({**GOOD, "scores": [["A", 1, 10001]]}, "between 0 and 10000"),
    ({**GOOD, "scores": [["A", 1, -1]]}, "between 0 and 10000"),
    ({**GOOD, "scores": [["A", 1, True]]}, "whole number"),
    ({**GOOD, "scores": [["A", 1, 0.5]]}, "whole number"),
    ({**GOOD, "scores": [["A", 1]]}, "needs 3 values"),
    ({**GOOD, "scores": [["A", 1, 5], ["A", 1, 6]]}, "twice in scores"),
    ({**GOOD, "scores": [["B", 1, 5]]}, "unknown mentor: B"),
    ({**GOOD, "excluded": [["A", 9]]}, "unknown mentee: 9"),
    ({**GOOD, "locked": [["A", 1], ["A", 1]]}, "twice in locked"),
    ({**GOOD, "locked": 5}, "must be a list"),
]


@pytest.mark.parametrize(("instance", "sentence"), BROKEN, ids=range(len(BROKEN)))
def test_a_broken_instance_is_refused_with_a_sentence(instance, sentence):
    with pytest.raises(ValueError, match=sentence):
        solve(instance)


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        ({"locked": [["A", 1]], "excluded": [["A", 1]]}, {"reason": "lock_excluded", "mentor": "A", "mentee": 1}),
        (
            {"locked": [["A", 1], ["A", 2]]},
            {"reason": "lock_over_capacity", "mentor": "A", "max": 1, "mentees": [1, 2]},
        ),
        ({"locked": [["A", 2]], "scores": []}, {"reason": "lock_not_allowed", "mentor": "A", "mentee": 2}),
        (
            {
                "mentors": [{"id": "A"}, {"id": "B"}],
                "scores": [["A", 1, 5], ["B", 1, 5]],
                "locked": [["A", 1], ["B", 1]],
            },
            {"reason": "lock_twice", "mentee": 1, "mentors": ["A", "B"]},
        ),
        (
            {"mentors": [{"id": "A", "min": 2, "max": 2}], "scores": [["A", 1, 5]]},
            {"reason": "minimum", "mentors": ["A"], "needed": 2, "candidates": [1]},
        ),
    ],
    ids=["excluded", "capacity", "forbidden", "twice", "minimum"],
)
def test_wishes_that_clash_are_named(wishes, expected):
    assert solve({**GOOD, **wishes}) == {"status": "infeasible", "policy": "cover", **expected}


def test_nobody_to_pair_is_an_answer_too():
    assert solve({"mentors": [], "mentees": []})["assignment"] == []


def test_command_answers_as_json(tmp_path):
    file, out = tmp_path / "instance.json", io.StringIO()
    file.write_text(json.dumps(GOOD), encoding="utf-8")

    call_command("solve_matching", str(file), policy="hard", stdout=out)

    assert json.loads(out.getvalue())["assignment"] == [["A", 1]]


def test_command_reads_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(GOOD)))
    out = io.StringIO()

    call_command("solve_matching", "-", stdout=out)

    assert json.loads(out.getvalue())["score"] == 50


@pytest.mark.parametrize("text", ["{", "[]", "\ufeff{}", "[" * 100_000])
def test_command_says_what_is_wrong_with_a_broken_file(tmp_path, text):
    file = tmp_path / "broken.json"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(CommandError) as error:
        call_command("solve_matching", str(file))

    assert error.value.returncode == 2


def test_command_says_that_a_file_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="Cannot read") as error:
        call_command("solve_matching", str(tmp_path / "none.json"))

    assert error.value.returncode == 2
