from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "mentorship.monitoring"
    label = "monitoring"
