"""The superuser's own door: accounts, regions and schools. People of a school never come here.

Looks across schools, because the superuser has no school; nothing of a programme's work is registered.
"""

from django import forms
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import ReadOnlyPasswordHashField
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django_scopes import scope

from mentorship.accounts.models import User
from mentorship.accounts.sessions import end_sessions

from .models import Membership, Region, RegionOperator, School
from .services.settings import seed_mentoring_forms
from .starters import give_starters


class SuperuserAdminSite(admin.AdminSite):
    """Opens for superusers only, and signs in by our own page, with its throttling and second factor."""

    login_form = AdminAuthenticationForm

    def has_permission(self, request):
        return request.user.is_active and request.user.is_superuser

    def login(self, request, extra_context=None):
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", request.path))


site = SuperuserAdminSite(name="admin")


class UserForm(forms.ModelForm):
    password = ReadOnlyPasswordHashField()

    class Meta:
        model = User
        fields = ["email", "surname", "given_name", "patronymic", "is_active", "is_superuser", "password"]


@admin.register(User, site=site)
class UserAdmin(admin.ModelAdmin):
    form = UserForm
    list_display = ["email", "surname", "given_name", "is_active", "is_superuser"]
    search_fields = ["email", "surname"]

    def save_model(self, request, user, form, change):
        if not change:
            user.set_unusable_password()
        super().save_model(request, user, form, change)
        if change and {"is_active", "is_superuser"} & set(form.changed_data):
            end_sessions(user=user)


class RegionOperatorInline(admin.TabularInline):
    model = RegionOperator
    autocomplete_fields = ["user"]
    extra = 0


@admin.register(Region, site=site)
class RegionAdmin(admin.ModelAdmin):
    inlines = [RegionOperatorInline]


@admin.register(School, site=site)
class SchoolAdmin(admin.ModelAdmin):
    list_display = ["short_name", "city", "region"]
    search_fields = ["short_name", "full_name", "city"]
    prepopulated_fields = {"slug": ["short_name"]}
    fields = ["full_name", "short_name", "slug", "region", "city", "time_zone", "needs_second_factor"]

    def save_model(self, request, school, form, change):
        super().save_model(request, school, form, change)
        if not change:
            with scope(school=school):
                seed_mentoring_forms(school)
            give_starters(school)


class MembershipForm(forms.ModelForm):
    """Checks the constraints of the role within its own school."""

    def _post_clean(self):
        school = self.cleaned_data.get("school") or (self.instance.school if self.instance.school_id else None)
        with scope(school=school):
            super()._post_clean()


@admin.register(Membership, site=site)
class MembershipAdmin(admin.ModelAdmin):
    """The first director or coordinator of a new school; the others are invited from inside."""

    form = MembershipForm
    list_display = ["user", "school", "role", "starts_on", "ends_on"]
    list_filter = ["role"]
    list_select_related = ["user", "school"]
    search_fields = ["user__email", "user__surname", "school__short_name"]
    autocomplete_fields = ["user", "school"]
    fields = ["school", "user", "role", "post", "starts_on", "ends_on"]

    def get_queryset(self, request):
        return Membership.unscoped.all()

    def get_readonly_fields(self, request, membership=None):
        return ["school", "user"] if membership else []

    def save_model(self, request, membership, form, change):
        with scope(school=membership.school):
            super().save_model(request, membership, form, change)
        end_sessions(user=membership.user)
