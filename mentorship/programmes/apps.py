from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "mentorship.programmes"
    label = "programmes"
