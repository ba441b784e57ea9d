"""What the pages say about kinds of meetings and about what is unusual."""

from django.utils.translation import gettext_lazy as _

from .meeting_rules import Warn
from .models import MeetingKind

WORDS = {
    Warn.NO_ORGANISING: _("The organising meeting is not recorded."),
    Warn.NO_TRIAL: _("The trial meeting is not recorded."),
    Warn.NO_PLANNING: _("The planning meeting is not recorded."),
    Warn.NO_VERDICTS: _("Not everybody has said after the trial meeting whether the pair goes on."),
    Warn.WANTS_CHANGE: _("After the trial meeting another pair was asked for."),
    Warn.NO_PLAN: _("The development plan is not agreed by both sides yet."),
    Warn.NO_RESULTS: _("The results against the goals are not written."),
    Warn.HELD_ALREADY: _("A meeting of this kind is recorded already."),
    Warn.TOO_SHORT: _("The meeting was shorter than 10 minutes."),
    Warn.TOO_LONG: _("The meeting was longer than 3 hours."),
    Warn.BEFORE_START: _("The pair had not begun to work by this day."),
    Warn.AFTER_END: _("The term of the pair was over by this day."),
    Warn.LONG_AGO: _("The meeting is recorded more than two months later."),
    Warn.NOBODY: _("No mentee was at the meeting."),
    Warn.DAY_OFF: _("The school does not work on this day."),
    Warn.CLASH: _("The mentor has another meeting at this time."),
}
GUIDES = {
    MeetingKind.ORGANISING: _("Get to know each other, agree on the rules, set the day of the trial meeting."),
    MeetingKind.TRIAL: _("Solve one small real task together. Then both sides say whether the pair goes on."),
    MeetingKind.PLANNING: _("Agree on goals, terms and meetings: the outcome is the development plan."),
    MeetingKind.REGULAR: _("What came of the last time, work, the next step."),
    MeetingKind.CLOSING: _("Results against the goals, thanks, questionnaires, what comes afterwards."),
}
NUMBERS = {kind: number for number, kind in enumerate(MeetingKind.values, 1)}
"""The numbers of the meetings in the roadmap."""
