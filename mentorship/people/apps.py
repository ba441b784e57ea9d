from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "mentorship.people"
    label = "people"

    def ready(self):
        from mentorship.programmes import starters
        from surveys import builtin

        from .asking import give_to_questionnaires
        from .questionnaires import all_questionnaires
        from .questionnaires.library import give_questions
        from .starters import give_people_starters

        starters.register(give_people_starters)
        starters.register(give_questions)
        give_to_questionnaires()
        builtin.register(all_questionnaires)
