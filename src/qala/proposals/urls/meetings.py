"""Open meetings, for everyone."""

from django.urls import path

from qala.proposals.views.meetings import meeting, meeting_calendar, meetings, meetings_calendar, seat

urlpatterns = [
    path("", meetings, name="meetings"),
    path("calendar.ics", meetings_calendar, name="meetings_calendar"),
    path("<int:pk>/", meeting, name="meeting"),
    path("<int:pk>/meeting.ics", meeting_calendar, name="meeting_calendar"),
    path("seat/<str:token>/", seat, name="seat"),
]
