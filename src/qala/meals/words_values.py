"""What each number of the programme is for, in plain words."""

from django.utils.translation import gettext_lazy as _

SETTING_WORDS = {
    "last_free_grade": _("Last grade in which every child eats free"),
    "services_a_day": _("Paid meals a day for a child"),
    "collegial_cap_permille": _("Most of the older pupils whom a school's own body may add"),
    "vat_permille": _("Value added tax of the day"),
    "payment_days": _("Days to pay an invoice"),
    "report_day": _("Day of the month before which the last month is reported"),
    "parent_window_days": _("Days parents look at a month"),
    "tariff_warning_days": _("Days ahead that a missing price is named"),
    "small_group": _("Groups of fewer children than this are not told"),
    "offline_days": _("Days a terminal may be without a network"),
    "roster_days": _("School days a terminal's list is good for"),
    "qr_seconds": _("Seconds a code on a phone lives"),
    "provisional_days": _("Working days to look at a plate on trust"),
    "provisional_cap_permille": _("Plates on trust of all plates, above which the department looks"),
    "attendance_factor_permille": _("Of the entitled, expected at school where no attendance was handed in"),
    "capacity_permille": _("Children fed beside the places of the building; above it we ask"),
    "arrivals_permille": _("Children who came from other schools in a month; above it we ask"),
    "moves_a_year": _("Changes of school by a child in a year; from then on we ask"),
    "growth_permille": _("Growth of meals over a year ago; above it we ask"),
    "flat_days": _("School days in a row with the same count; from then on we ask"),
    "line_seconds": _("Seconds between two children at a counter; faster is too fast"),
    "fast_scans": _("Presses of a day that were too fast; above it we ask"),
    "after_hours_minutes": _("Minutes around a meal's hours that still belong to it"),
    "after_hours_scans": _("Presses of a day outside the hours; above it we ask"),
    "terminal_metres": _("Metres a terminal may stand from its school"),
    "denials": _("Meals of a month that parents deny; from then on we ask"),
    "confirmations_by_one": _("Plates on trust confirmed by one hand; from then on we ask"),
    "leftover_grams": _("Grams left of a meal; above it we ask"),
}
