from django.apps import AppConfig


class PairsConfig(AppConfig):
    name = "mentorship.pairs"
    label = "pairs"

    def ready(self):
        from mentorship.people import counterparts, funnel, visibility
        from mentorship.people.services import erasing, merging

        from . import hooks

        funnel.register_pairs(hooks.has_pair)
        counterparts.register_source(hooks.partners_of)
        visibility.register_own_mentees(hooks.own_mentees)
        merging.register_move(hooks.move)
        erasing.register_forgetter(hooks.forget_of)
