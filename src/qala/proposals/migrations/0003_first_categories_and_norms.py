"""The twenty-five categories and the first dated terms, each with its source."""

from datetime import date

from django.db import migrations

LAW = date(2021, 7, 1)
ASSUMED = "assumption, to be set by the city"

# slug, track, days, working, pause stops, source, verified
NORMS = [
    ("answer", "appeal", 15, True, False, "Code 350-VI, art. 76", True),
    ("forward", "appeal", 3, True, False, "Code 350-VI, art. 65", True),
    ("extension_notice", "appeal", 3, True, False, "Code 350-VI, art. 76", True),
    ("answer", "signal", 10, True, True, f"City promise; {ASSUMED}", False),
    ("triage", "signal", 1, True, False, f"City promise; {ASSUMED}", False),
    ("triage", "appeal", 1, True, False, f"City promise; {ASSUMED}", False),
    ("forward", "signal", 3, True, False, f"City promise, as art. 65; {ASSUMED}", False),
    ("question", "", 5, False, False, "Signalen: a question waits 5 days", False),
    ("feedback", "", 14, False, False, "Signalen: feedback is asked within 14 days", False),
    ("questionnaire", "", 28, False, False, "FixMyStreet: questionnaire after 4 weeks", False),
    ("contest_window", "", 28, False, False, ASSUMED, False),
    ("contact_kept", "", 365, False, False, ASSUMED, False),
    ("text_kept", "", 1095, False, False, ASSUMED, False),
    ("placard_silence", "", 30, False, False, ASSUMED, False),
]

# slug, topic, kk, ru, en, radius in metres, days back, emergency number
CATEGORIES = [
    ("pothole", "transport", "Жолдағы шұңқыр", "Яма на дороге", "Pothole", 100, 84, ""),
    ("road_surface", "transport", "Көше жөндеу, асфальт", "Ремонт улицы, асфальт", "Street repair", 400, 180, ""),
    ("pavement", "transport", "Жаяу жол", "Тротуар", "Pavement", 250, 180, ""),
    ("traffic_signals", "transport", "Бағдаршам, белгі", "Светофор, знак", "Signals and signs", 150, 84, ""),
    ("bus_service", "transport", "Автобус қатынасы", "Автобусы", "Bus service", 1000, 30, ""),
    ("bus_stop", "transport", "Аялдама", "Остановка", "Bus stop", 150, 84, ""),
    ("parking", "transport", "Тұрақ", "Парковка", "Parking", 250, 84, ""),
    ("street_light", "urban_environment", "Көше жарығы", "Уличное освещение", "Street light", 250, 42, ""),
    ("water_supply", "urban_environment", "Ауыз су", "Водоснабжение", "Water supply", 500, 14, "109"),
    ("sewer", "urban_environment", "Кәріз", "Канализация", "Sewer", 250, 28, "109"),
    ("electricity", "urban_environment", "Электр қуаты", "Электричество", "Electricity", 1000, 7, "109"),
    ("heating", "urban_environment", "Жылу", "Отопление", "Heating", 1000, 14, "109"),
    ("gas", "urban_environment", "Газ", "Газ", "Gas", 500, 7, "104"),
    ("playground", "improvement", "Балалар, спорт алаңы", "Детская, спортивная площадка", "Playground", 200, 180, ""),
    ("greening", "improvement", "Ағаш, гүлзар", "Озеленение", "Trees and green", 250, 180, ""),
    ("aryk", "improvement", "Арық", "Арык", "Aryk", 250, 84, ""),
    ("rubbish", "ecology", "Қоқыс шығару", "Вывоз мусора", "Rubbish collection", 200, 21, ""),
    ("dumping", "ecology", "Заңсыз қоқыс үйіндісі", "Стихийная свалка", "Illegal dump", 250, 84, ""),
    ("air", "ecology", "Ауа, түтін", "Воздух, дым", "Air and smoke", 1000, 14, ""),
    ("stray_animals", "ecology", "Қаңғыбас жануар", "Бродячие животные", "Stray animals", 500, 28, ""),
    ("noise", "ecology", "Шу", "Шум", "Noise", 250, 28, ""),
    ("school", "improvement", "Мектеп, балабақша", "Школа, детский сад", "School", 200, 180, ""),
    ("clinic", "improvement", "Емхана", "Поликлиника", "Clinic", 200, 180, ""),
    ("accessibility", "improvement", "Кедергісіз орта", "Доступная среда", "Accessibility", 150, 180, ""),
    ("other", "other", "Басқа", "Другое", "Other", 250, 42, ""),
]  # fmt: skip


def write(apps, schema_editor):
    alias = schema_editor.connection.alias
    for slug, track, days, working, pause, source, verified in NORMS:
        apps.get_model("proposals", "Norm").objects.using(alias).create(
            slug=slug, track=track, days=days, working=working, pause_stops=pause,
            from_on=LAW, source=source, verified=verified,
        )  # fmt: skip
    for order, (slug, topic, kk, ru, en, radius, back, phone) in enumerate(CATEGORIES, 1):
        apps.get_model("proposals", "Category").objects.using(alias).create(
            slug=slug, topic=topic, title={"kk": kk, "ru": ru, "en": en}, radius_m=radius,
            days_back=back, emergency_phone=phone, order=order,
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("proposals", "0002_facts_of_the_database")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
