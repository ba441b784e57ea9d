from django.apps import AppConfig


class PairsConfig(AppConfig):
    name = "mentorship.pairs"
    label = "pairs"

    def ready(self):
        from mentorship.common import panels
        from mentorship.notifications import sources as notifications
        from mentorship.people import counterparts, funnel, visibility
        from mentorship.people.services import erasing, erasing_elsewhere, merging
        from surveys.doors import register_other_door

        from . import doors, forgetting, hooks, joining
        from .cards import folder, health, journal, kept, meetings, plans
        from .care_notices import CareNotices
        from .help_notices import HelpNotices
        from .meeting_notices import MeetingNotices
        from .panels import attention_of_today, own_pairs_of_today
        from .plan_notices import AttentionNotices, PlanNotices

        register_other_door(doors.way_of_code)
        funnel.register_pairs(hooks.has_pair)
        counterparts.register_source(hooks.partners_of)
        visibility.register_own_mentees(hooks.own_mentees)
        merging.register_move(joining.move)
        merging.register_person_move(joining.move_person)
        erasing.register_forgetter(forgetting.forget_of)
        erasing_elsewhere.register_forgetter(forgetting.forget_elsewhere)
        notifications.register(CareNotices())
        notifications.register(HelpNotices())
        notifications.register(PlanNotices())
        notifications.register(AttentionNotices())
        panels.register("today", attention_of_today)
        panels.register("today", own_pairs_of_today)
        panels.register("my_data", kept.of_person)
        panels.register("pair", health.of_pair)
        panels.register("pair", meetings.of_pair)
        panels.register("pair", plans.of_pair)
        panels.register("pair", folder.of_pair)
        panels.register("pair", journal.of_pair)
        panels.register("mine", journal.own_load)
        notifications.register(MeetingNotices())
