from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    name = "mentorship.recognition"
    label = "recognition"
