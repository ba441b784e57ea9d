"""Which figures of a school are hidden from the region: everything that would point at fewer than five people.

A count is of people unless it is listed here, so that a figure which is added later is hidden too. A share is hidden
with its parts, and where exactly one form of mentoring is hidden the next smallest goes with it: otherwise the whole
less the other forms would tell it.
"""

from surveys.suppression import LEAST

from .figures import CODES

NOT_PEOPLE = {"activities", "activities_done", "overdue", "meetings", "partners", "base_partners"}
"""Counts of things and organisations."""
PARTS_OF = {
    "I1": ("mentees_10_19", "base_pupils_10_19"),
    "I2": ("mentors_15_19", "base_pupils_15_19"),
    "I3": ("young_teachers", "base_young_teachers"),
}
"""share -> (the part, the whole). The shares of satisfied people have no value at all below five answers."""
FAMILIES = ("pairs", "mentees", "mentors")
"""Figures that are counted again by forms of mentoring: «pupil_pupil_pairs» is a part of «pairs»."""


def is_small(value):
    return value is not None and 0 < value < LEAST


def counts_people(code):
    return code not in NOT_PEOPLE and code in CODES and CODES[code].unit == "count"


def hidden_codes(values):
    """The codes that the region may not see, of ``{code: number or None}``."""
    hidden = {code for code, value in values.items() if counts_people(code) and is_small(value)}
    for family in FAMILIES:
        hidden |= beside(family, values, hidden)
    return hidden | {share for share, parts in PARTS_OF.items() if is_telling(values, hidden, *parts)}


def beside(family, values, hidden):
    """The second form that is hidden where only one is and the whole is shown."""
    forms = {code: value for code, value in values.items() if code.endswith(f"_{family}") and value}
    small = hidden & set(forms)
    others = {code: value for code, value in forms.items() if code not in hidden}
    if len(small) != 1 or family in hidden or not others:
        return set()
    return {min(others, key=others.get)}


def is_telling(values, hidden, part, whole):
    """Would the share tell a hidden part, or how few are not in it?"""
    if part in hidden or whole in hidden:
        return True
    known = values.get(part), values.get(whole)
    return None not in known and is_small(known[1] - known[0])
