from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    name = "mentorship.recognition"
    label = "recognition"

    def ready(self):
        from mentorship.common import panels
        from mentorship.notifications import sources as notifications
        from mentorship.people.services import erasing, merging
        from mentorship.people.services.consents import register_withdrawal
        from mentorship.programmes import starters

        from . import hooks
        from .acts import give_first
        from .mentors_day import MentorsDay
        from .panels import pages_of_roadmap, thanks_at_the_door, thanks_of_mine
        from .services.publishing import check_person

        register_withdrawal(check_person)
        starters.register(give_first)
        merging.register_person_move(hooks.move_person)
        merging.register_move(hooks.move)
        erasing.register_forgetter(hooks.forget_of)
        panels.register("mine", thanks_of_mine)
        panels.register("door", thanks_at_the_door)
        panels.register("public_roadmap", pages_of_roadmap)
        notifications.register(MentorsDay())
