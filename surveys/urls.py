from django.urls import path

from .views import surveys

urlpatterns = [
    # Questionnaires and the builder
    path("surveys/", surveys.surveys, name="surveys"),
    # Campaigns
    # Answering
    # Paper
    # Results
]
