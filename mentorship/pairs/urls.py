from django.urls import path

from .views import lists

urlpatterns = [
    path("pairs/", lists.pairs, name="pairs"),
]
