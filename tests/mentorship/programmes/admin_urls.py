"""The product with its administration switched on."""

from django.urls import path

from mentorship.programmes.admin import site
from mentorship.urls import urlpatterns as product

urlpatterns = [*product, path("kontora/", site.urls)]
