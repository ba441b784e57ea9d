"""Pages that stand outside of any school."""

from django.urls import path

from . import views

urlpatterns = [
    path("accessibility/", views.accessibility, name="accessibility"),
    path("accessibility/low-vision/", views.low_vision, name="low_vision"),
    path("accessibility/theme/", views.theme, name="theme"),
    path("accessibility/shortcuts/", views.shortcuts, name="shortcuts"),
    path("help/", views.help_page, name="help"),
    path("styleguide/", views.styleguide, name="styleguide"),
]
