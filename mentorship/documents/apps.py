from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "mentorship.documents"
    label = "documents"

    def ready(self):
        from mentorship.common import panels
        from mentorship.notifications import sources as notifications
        from mentorship.pairs.services.orders import register_journal
        from mentorship.people.services import erasing, merging

        from . import hooks
        from .long.ready import forget_of, register_all
        from .notices import LongPaperNotices
        from .panels import of_pair
        from .services.journal import next_number, of_pair_order

        notifications.register(LongPaperNotices())
        register_all()
        panels.register("pair", of_pair)
        register_journal(of_pair_order, next_number)
        erasing.register_forgetter(forget_of)
        erasing.register_forgetter(hooks.forget_of)
        merging.register_person_move(hooks.move_person)
