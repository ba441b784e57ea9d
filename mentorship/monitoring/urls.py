from django.urls import path

from .views import steps

urlpatterns = [
    path("campaigns/<uuid:public_id>/steps/", steps.campaign_steps, name="campaign_steps"),
    path("activities/<int:pk>/questionnaires/", steps.activity_questionnaires, name="activity_questionnaires"),
    path("monitoring/ties/<int:tie_pk>/remove/", steps.step_campaign_remove, name="step_campaign_remove"),
]
