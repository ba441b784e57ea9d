from django.urls import path

from .views import export

urlpatterns = [
    # Registers as files
    path("people/export/", export.people_export, name="people_export"),
]
