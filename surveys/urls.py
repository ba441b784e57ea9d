from django.urls import path

from .views import campaigns, reminding, surveys, ways

urlpatterns = [
    # Questionnaires and the builder
    path("surveys/", surveys.surveys, name="surveys"),
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
    # Paper
    # Results
]
