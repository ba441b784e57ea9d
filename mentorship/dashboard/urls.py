from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("region/", views.region, name="region"),
]
