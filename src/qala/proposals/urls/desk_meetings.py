"""The meeting desk of the protocol controller."""

from django.urls import path

from qala.proposals.views.desk_meetings import desk_meeting, desk_meeting_new, desk_meetings

urlpatterns = [
    path("", desk_meetings, name="desk_meetings"),
    path("new/", desk_meeting_new, name="desk_meeting_new"),
    path("<int:pk>/", desk_meeting, name="desk_meeting"),
]
