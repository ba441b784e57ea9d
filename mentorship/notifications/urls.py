"""What a person is told of: the choice of ways, and the way out of letters."""

from django.urls import path

from .views import bell, choices, delivery, feeds, unsubscribe

urlpatterns = [
    path("calendar/<str:token>.ics", feeds.file, name="calendar_file"),
    path("me/calendar/", feeds.feed, name="calendar_feed"),
    path("me/calendar/off/", feeds.revoke, name="calendar_feed_revoke"),
    path("delivery/", delivery.delivery, name="delivery"),
    path("delivery/letters.xlsx", delivery.delivery_xlsx, name="delivery_xlsx"),
    path("delivery/<uuid:public_id>/", delivery.letter, name="delivery_letter"),
    path("delivery/<uuid:public_id>/again/", delivery.letter_again, name="delivery_again"),
    path("notifications/", bell.notifications, name="notifications"),
    path("notifications/read/", bell.read_all, name="notifications_read"),
    path("notifications/unread/", bell.unread_again, name="notifications_unread_again"),
    path("notifications/<uuid:public_id>/open/", bell.open_entry, name="notification_open"),
    path("notifications/<uuid:public_id>/read/", bell.read, name="notification_read"),
    path("notifications/<uuid:public_id>/unread/", bell.unread, name="notification_unread"),
    path("notifications/choices/", choices.choices, name="notification_choices"),
    path("notifications/stop/<str:token>/", unsubscribe.stop, name="notifications_stop"),
]
