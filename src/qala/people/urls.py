from django.urls import path

from qala.people import views

app_name = "people"
urlpatterns = [
    path("me/", views.me, name="me"),
    path("me/language/", views.language, name="language"),
    path("me/contacts/", views.contacts, name="contacts"),
    path("me/consents/<slug:purpose>/", views.consent, name="consent"),
    path("me/erase/", views.erase, name="erase"),
    path("office/people/", views.appointments, name="appointments"),
    path("office/admin-session/", views.admin_session, name="admin_session"),
    path("office/admin-session/close/", views.end_admin_session, name="end_admin_session"),
    path("office/admin/people/new/", views.new_colleague, name="new_colleague"),
    path("office/admin/people/appoint/", views.new_appointment, name="new_appointment"),
    path("office/admin/people/<int:pk>/end/", views.end_of_appointment, name="end_of_appointment"),
    path("office/admin/organisations/new/", views.new_organisation, name="new_organisation"),
]
