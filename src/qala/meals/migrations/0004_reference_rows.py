"""The first rows of what is dated and sourced: age bands, services, the numbers of the brief, the words of consent.

What no act known to us says is written down as unverified.
"""

from datetime import date, time

from django.db import migrations

from qala.kernel.translated import Translated

FIRST_DAY = date(2025, 9, 1)
MEALS = "domain/meals.md"
NORM = "https://yk.kz/news/kriminal/tyisyacham-detej-snizhali-normu-v-shkolnyix-stolovyix-vko-356294.html"
FACTOR = "https://www.cde.ca.gov/ls/nu/sn/mbsnp072026.asp (US, since 2011-12; the city's own factor is to be computed)"
WINDOW = "https://www.zakon.kz/pravo/6493449-pilotnyy-proekt-po-razmeshcheniyu-goszakaza-v-detsady-cherez-vauchery-vneseny-izmeneniya.html"
REPORT = "Order 456 of 2022-11-14: https://kezekshi.kz/en/pages/info"
GRADES = "https://otyrar.kz/2025/09/kto-mozhet-rasschityvat-na-besplatnoe-shkolnoe-pitanie-v-shymkente/"
CAPACITY = "https://vlast.kz/novosti/67243"
CITY = "Assumed by the city until its own order"
BANDS = (
    ("age-7-10", 7, 11, Translated(kk="7–10 жас", ru="7–10 лет", en="7–10 years")),
    ("age-11-18", 11, 19, Translated(kk="11–18 жас", ru="11–18 лет", en="11–18 years")),
)
SERVICES = (
    ("breakfast", time(7, 45), time(10), Translated(kk="Таңғы ас", ru="Завтрак", en="Breakfast")),
    ("lunch", time(10), time(15, 30), Translated(kk="Түскі ас", ru="Обед", en="Lunch")),
)
SETTINGS = (
    ("last_free_grade", 4, "grade", GRADES, True),
    ("services_a_day", 1, "meals", CITY, False),
    ("attendance_factor_permille", 938, "permille", FACTOR, True),
    ("provisional_days", 5, "working days", CITY, False),
    ("provisional_cap_permille", 50, "permille", CITY, False),
    ("offline_days", 5, "days", CITY, False),
    ("qr_seconds", 60, "seconds", CITY, False),
    ("roster_days", 5, "school days", CITY, False),
    ("parent_window_days", 7, "days", WINDOW, True),
    ("report_day", 5, "day of month", REPORT, True),
    ("payment_days", 15, "days", CITY, False),
    ("small_group", 10, "meals", MEALS, False),
    ("line_seconds", 2, "seconds", CITY, False),
    ("growth_permille", 150, "permille", CITY, False),
    ("capacity_permille", 1000, "permille", CAPACITY, True),
    ("flat_days", 5, "school days", MEALS, False),
    ("fast_scans", 10, "scans", CITY, False),
    ("after_hours_minutes", 30, "minutes", CITY, False),
    ("after_hours_scans", 5, "scans", CITY, False),
    ("denials", 3, "meals", CITY, False),
    ("confirmations_by_one", 20, "meals", CITY, False),
    ("tariff_warning_days", 90, "days", MEALS, False),
)  # fmt: skip
CONSENT_TITLE = Translated(kk="Мектептегі тегін ас", ru="Бесплатное школьное питание", en="Free school meals")
CONSENT_TEXT = Translated(
    kk="Балам мектепте тегін тамақтансын. Оның қай күні не ішкені осы жүйеде жазылсын. Бет пен алақан суреті "
    "сақталмайды. Келісімді қайтарсам да, балам тамақсыз қалмайды.",
    ru="Пусть мой ребёнок питается в школе бесплатно, и пусть в этой системе записывают, когда он ел. Снимков лица и "
    "ладони здесь не хранят. Если я передумаю, ребёнка всё равно накормят.",
    en="My child may eat free at school, and this system may write down when. No image of face or palm is kept. If I "
    "change my mind, my child still eats.",
)


def write(apps, schema_editor):
    alias = schema_editor.connection.alias

    def rows(label, model, made):
        apps.get_model(label, model).objects.using(alias).bulk_create(made)

    AgeBand, Service, Setting, ConsentText = (  # noqa: N806 - models
        apps.get_model(*name)
        for name in (("meals", "AgeBand"), ("meals", "Service"), ("meals", "Setting"), ("people", "ConsentText"))
    )
    rows("meals", "AgeBand", [
        AgeBand(slug=slug, from_age=first, until_age=until, titles=titles, from_on=FIRST_DAY, source=NORM)
        for slug, first, until, titles in BANDS
    ])  # fmt: skip
    rows("meals", "Service", [
        Service(slug=slug, opens=opens, closes=closes, titles=titles) for slug, opens, closes, titles in SERVICES
    ])  # fmt: skip
    rows("meals", "Setting", [
        Setting(slug=slug, value=value, unit=unit, source=source, verified=verified, from_on=FIRST_DAY)
        for slug, value, unit, source, verified in SETTINGS
    ])  # fmt: skip
    rows("people", "ConsentText", [
        ConsentText(
            purpose="school-meals", version="1", titles=CONSENT_TITLE, texts=CONSENT_TEXT, from_on=FIRST_DAY
        )
    ])  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("meals", "0003_both_parties_agree_on_a_price"),
        ("people", "0002_school_roles"),
    ]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
