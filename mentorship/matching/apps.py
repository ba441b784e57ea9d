from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "mentorship.matching"
    label = "matching"

    def ready(self):
        from mentorship.notifications import sources as notifications
        from mentorship.pairs import care
        from mentorship.pairs.services import pairing
        from mentorship.people.services import erasing, merging
        from mentorship.programmes import audit

        from . import hooks
        from .asking import give_to_questionnaires
        from .finding import Finder
        from .kept_apart import why_apart
        from .log import ACTIONS
        from .notices import MatchingNotices

        audit.ACTION_TITLES.update(ACTIONS)
        notifications.register(MatchingNotices())
        give_to_questionnaires()
        pairing.register_objection(why_apart)
        care.register_finder(Finder())
        merging.register_move(hooks.move)
        erasing.register_forgetter(hooks.forget_of)
