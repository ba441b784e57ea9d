from django.urls import path

from roadmap.views import parties

urlpatterns = [
    path("roadmap/parties/", parties.party_list, name="party_list"),
    path("roadmap/parties/<int:pk>/", parties.party_edit, name="party_edit"),
]
