from django.urls import path

from .views import answering, building, campaigns, reminding, surveys, ways

urlpatterns = [
    # Questionnaires and the builder
    path("surveys/", surveys.surveys, name="surveys"),
    path("surveys/new/", surveys.survey_new, name="survey_new"),
    path("surveys/import/", surveys.survey_import, name="survey_import"),
    path("surveys/library/", building.survey_library, name="survey_library"),
    path("surveys/library/<uuid:question_id>/delete/", building.survey_library_delete, name="survey_library_delete"),
    path("surveys/<uuid:survey_id>/", surveys.survey, name="survey"),
    path("surveys/<uuid:survey_id>/edit/", surveys.survey_edit, name="survey_edit"),
    path("surveys/<uuid:survey_id>/delete/", surveys.survey_delete, name="survey_delete"),
    path("surveys/<uuid:survey_id>/restore/", surveys.survey_restore, name="survey_restore"),
    path("surveys/<uuid:survey_id>/version/", surveys.survey_version, name="survey_version"),
    path("surveys/<uuid:survey_id>/publish/", surveys.survey_publish, name="survey_publish"),
    path("surveys/<uuid:survey_id>/words/", surveys.survey_words, name="survey_words"),
    path("surveys/<uuid:survey_id>/preview/", surveys.survey_preview, name="survey_preview"),
    path("surveys/<uuid:survey_id>/file.xlsx", surveys.survey_export_xlsx, name="survey_export.xlsx"),
    path("surveys/<uuid:survey_id>/file.json", surveys.survey_export_json, name="survey_export.json"),
    path("surveys/<uuid:survey_id>/build/", building.survey_build, name="survey_build"),
    path("surveys/<uuid:survey_id>/build/texts/", building.survey_texts, name="survey_texts"),
    path("surveys/<uuid:survey_id>/build/add/", building.survey_question_add, name="survey_question_add"),
    path("surveys/<uuid:survey_id>/build/back/", building.survey_question_back, name="survey_question_back"),
    path("surveys/<uuid:survey_id>/build/library/", building.survey_question_library, name="survey_question_library"),
    path("surveys/<uuid:survey_id>/build/sections/add/", building.survey_section_add, name="survey_section_add"),
    path("surveys/<uuid:survey_id>/build/sections/<str:section_key>/", building.survey_section, name="survey_section"),
    path(
        "surveys/<uuid:survey_id>/build/sections/<str:section_key>/<str:act>/",
        building.survey_section_act,
        name="survey_section_act",
    ),
    path("surveys/<uuid:survey_id>/build/q/<str:question_key>/", building.survey_question, name="survey_question"),
    path(
        "surveys/<uuid:survey_id>/build/q/<str:question_key>/marks/",
        building.survey_question_marks,
        name="survey_question_marks",
    ),
    path(
        "surveys/<uuid:survey_id>/build/q/<str:question_key>/<str:act>/",
        building.survey_question_act,
        name="survey_question_act",
    ),
    # Campaigns
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", campaigns.campaign_new, name="campaign_new"),
    path("campaigns/<uuid:public_id>/", campaigns.campaign, name="campaign"),
    path("campaigns/<uuid:public_id>/check/", campaigns.campaign_check, name="campaign_check"),
    path("campaigns/<uuid:public_id>/close/", campaigns.campaign_close, name="campaign_close"),
    path("campaigns/<uuid:public_id>/reopen/", campaigns.campaign_reopen, name="campaign_reopen"),
    path("campaigns/<uuid:public_id>/prolong/", campaigns.campaign_prolong, name="campaign_prolong"),
    path("campaigns/<uuid:public_id>/late/", campaigns.campaign_late, name="campaign_late"),
    path("campaigns/<uuid:public_id>/delete/", campaigns.campaign_delete, name="campaign_delete"),
    path("campaigns/<uuid:public_id>/restore/", campaigns.campaign_restore, name="campaign_restore"),
    path("campaigns/<uuid:public_id>/remind/", reminding.campaign_remind, name="campaign_remind"),
    path("campaigns/<uuid:public_id>/share/", ways.campaign_share, name="campaign_share"),
    path("campaigns/<uuid:public_id>/board.pdf", ways.campaign_board_pdf, name="campaign_board.pdf"),
    path("campaigns/<uuid:public_id>/slips/", ways.campaign_slips, name="campaign_slips"),
    path("campaigns/<uuid:public_id>/slips.pdf", ways.campaign_slips_pdf, name="campaign_slips.pdf"),
    path("surveys/mine/", ways.surveys_mine, name="surveys_mine"),
    path("surveys/mine/<uuid:public_id>/", ways.surveys_mine_open, name="surveys_mine_open"),
    # Answering
    path("f/", answering.answer_enter, name="answer_enter"),
    path("f/<str:token>/", answering.answer, name="answer"),
    path("f/<str:token>/who/", answering.answer_who, name="answer_who"),
    path("f/<str:token>/check/", answering.answer_check, name="answer_check"),
    path("f/<str:token>/later/", answering.answer_later, name="answer_later"),
    path("f/<str:token>/done/", answering.answer_done, name="answer_done"),
    path("f/<str:token>/q/<str:key>/", answering.answer_question, name="answer_question"),
    # Paper
    # Results
]
