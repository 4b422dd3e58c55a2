"""Where the links of letters lead, and the desk that mends what did not arrive."""

from django.urls import path

from qala.proposals.views import desk_letters as desk
from qala.proposals.views import follow

urlpatterns = [
    path("follow/confirm/<str:token>/", follow.confirm, name="confirm_following"),
    path("follow/end/<str:token>/", follow.end, name="end_following"),
    path("desk/letters/", desk.desk_letters, name="desk_letters"),
    path("desk/letters/<int:pk>/again/", desk.desk_letter_again, name="desk_letter_again"),
    path("desk/letters/<int:pk>/print/", desk.desk_letter_print, name="desk_letter_print"),
    path("desk/letters/<int:pk>/posted/", desk.desk_letter_posted, name="desk_letter_posted"),
]
