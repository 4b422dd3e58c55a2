"""Addresses of the counter: the terminal's page and protocol, the school's terminals, the parent's code."""

from django.urls import path

from qala.meals.views import codes, readers_api, terminal, terminal_api, terminals

urlpatterns = [
    path("terminal/", terminal.page, name="terminal"),
    path("terminal/worker.js", terminal.worker, name="terminal_worker"),
    path("terminal/manifest.webmanifest", terminal.manifest, name="terminal_manifest"),
    path("terminal/api/enrol/", terminal_api.enrolment, name="terminal_enrol"),
    path("terminal/api/roster/", terminal_api.roster, name="terminal_roster"),
    path("terminal/api/events/", terminal_api.events, name="terminal_events"),
    path("readers/api/events/", readers_api.events, name="reader_events"),
    path("terminals/", terminals.schools, name="terminal_schools"),
    path("terminals/<slug:school>/", terminals.listed, name="terminals"),
    path("terminals/<slug:school>/code/", terminals.make_code, name="terminal_code"),
    path("terminals/<slug:school>/<uuid:key>/revoke/", terminals.revoke, name="terminal_revoke"),
    path("code/<uuid:voucher>/", codes.code, name="code"),
    path("code/<uuid:voucher>/picture/", codes.picture, name="code_picture"),
    path("code/<uuid:voucher>/phone/", codes.phone, name="code_phone"),
    path("code/<uuid:voucher>/allergies/", codes.allergies, name="code_allergies"),
]
