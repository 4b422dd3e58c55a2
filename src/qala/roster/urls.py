from django.urls import path

from qala.roster import views

app_name = "roster"
urlpatterns = [
    path("schools/", views.schools, name="schools"),
    path("schools/<slug:slug>/", views.school, name="school"),
    path("schools/<slug:slug>/calendar/", views.calendar, name="calendar"),
    path("schools/<slug:slug>/classes/<int:pk>/", views.school_class, name="school_class"),
    path("schools/<slug:slug>/classes/<int:pk>/teacher/", views.teacher, name="teacher"),
    path("schools/<slug:slug>/classes/<int:pk>/cards/", views.cards, name="cards"),
    path("schools/<slug:slug>/classes/<int:pk>/cards/<int:pupil>/", views.card, name="card"),
    path("me/children/", views.children, name="children"),
]
