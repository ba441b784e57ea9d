"""Every address of the product, from the apps."""

from django.conf import settings
from django.urls import include, path

from mentorship.programmes.admin import site

urlpatterns = [
    path("", include("mentorship.common.urls")),
    path("", include("mentorship.accounts.urls")),
    path("", include("mentorship.programmes.urls")),
    path("", include("mentorship.notifications.urls")),
    path("", include("roadmap.urls")),
    path("", include("surveys.urls")),
    path("", include("mentorship.people.urls")),
    path("", include("mentorship.pairs.urls")),
    path("", include("mentorship.matching.urls")),
    path("", include("mentorship.monitoring.urls")),
    path("", include("mentorship.recognition.urls")),
    path("", include("mentorship.documents.urls")),
    path("", include("mentorship.dashboard.urls")),
]
if settings.ADMIN_PATH:
    urlpatterns.append(path(settings.ADMIN_PATH, site.urls))

handler500 = "mentorship.common.views.server_error"
