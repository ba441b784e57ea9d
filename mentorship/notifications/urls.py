"""What a person is told of: the choice of ways, and the way out of letters."""

from django.urls import path

from .views import choices, unsubscribe

urlpatterns = [
    path("notifications/choices/", choices.choices, name="notification_choices"),
    path("notifications/stop/<str:token>/", unsubscribe.stop, name="notifications_stop"),
]
