from django.urls import path

from .views import awards, door, public, publications

urlpatterns = [
    path("awards/", awards.awards, name="awards"),
    path("awards/awards.<str:extension>", awards.awards_file, name="awards_file"),
    path("awards/new/", awards.award_give, name="award_give"),
    path("awards/formula/", awards.formula, name="formula"),
    path("awards/formula/fix/", awards.formula_freeze, name="formula_freeze"),
    path("awards/nominations/", awards.nominations, name="nominations"),
    path("awards/nominations/<uuid:nomination_id>/", awards.nomination_set_aside, name="nomination_set_aside"),
    path("awards/nominate/<uuid:mentor_id>/", awards.nominate, name="nominate"),
    path("awards/<uuid:award_id>/", awards.award, name="award"),
    path("awards/<uuid:award_id>/edit/", awards.award_edit, name="award_edit"),
    path("awards/<uuid:award_id>/delete/", awards.award_delete, name="award_delete"),
    path("awards/<uuid:award_id>/restore/", awards.award_restore, name="award_restore"),
    path("awards/<uuid:award_id>/thank/", awards.award_thank, name="award_thank"),
    path("m/<str:token>/thanks/<uuid:mentor_id>/", door.door_thanks, name="door_thanks"),
    path("publications/", publications.publications, name="publications"),
    path("publications/acts/", publications.normative_acts, name="normative_acts"),
    path("publications/acts/new/", publications.normative_act_new, name="normative_act_new"),
    path("publications/acts/<uuid:act_id>/", publications.normative_act, name="normative_act"),
    path("publications/acts/<uuid:act_id>/delete/", publications.normative_act_delete, name="normative_act_delete"),
    path("publications/acts/<uuid:act_id>/restore/", publications.normative_act_restore, name="normative_act_restore"),
    path("publications/cleaned/<int:published_id>/", publications.publication_cleaned, name="publication_cleaned"),
    path("publications/<slug:page_kind>/", publications.publication, name="publication"),
    path("publications/<slug:page_kind>/begin/", publications.publication_begin, name="publication_begin"),
    path("publications/<slug:page_kind>/check/", publications.publication_check, name="publication_check"),
    path("publications/<slug:page_kind>/withdraw/", publications.publication_withdraw, name="publication_withdraw"),
    path("publications/<slug:page_kind>/page.<str:extension>", publications.publication_file, name="publication_file"),
    path("public/<slug:school_slug>/<str:years>/<slug:page_kind>/", public.public_page, name="public_page"),
]
