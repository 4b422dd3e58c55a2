"""Outside readers, their quota, the marks that can be erased, and the words by which a parent agrees to one."""

import uuid
from datetime import date

import django.db.models.deletion
from django.db import migrations, models

from qala.kernel.translated import Translated

TITLE = Translated(
    kk="Алақан не бет арқылы тану", ru="Узнавание по ладони или лицу", en="Being known by palm or face"
)
TEXT = Translated(
    kk="Асханадағы құрылғы баламды алақанынан не бетінен тани алады. Суреті мен өлшемі осы жүйеге түспейді, тек кездейсоқ нөмірі "
    "келеді. Келісімді қайтарсам, нөмір өшеді, карта жұмыс істей береді.",
    ru="Устройство в столовой может узнавать моего ребёнка по ладони или лицу. Снимки и замеры в эту систему не попадают, "
    "только случайный номер. Если я передумаю, номер сотрут, карта продолжит работать.",
    en="A device at the canteen may know my child by palm or face. No image or measure comes into this system, only a "
    "chance number. If I change my mind the number is erased, and the card goes on working.",
)


def ask(apps, schema_editor):
    apps.get_model("people", "ConsentText").objects.using(schema_editor.connection.alias).create(
        purpose="outside-reader", version="1", titles=TITLE, texts=TEXT, from_on=date(2025, 9, 1)
    )


class Migration(migrations.Migration):

    dependencies = [
        ("meals", "0012_a_cap_that_the_city_may_set"),
        ("people", "0003_appointments_stay"),
        ("roster", "0002_facts_of_the_database"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reader",
            fields=[
                ("terminal", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="reader", serialize=False, to="meals.terminal")),
                ("vendor", models.CharField(max_length=60)),
                ("digest", models.BinaryField(max_length=32, unique=True)),
                ("daily_quota", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ["vendor", "terminal"],
                "constraints": [models.CheckConstraint(condition=models.Q(("daily_quota__gt", 0)), name="a_reader_has_a_quota")],
            },
        ),
        migrations.CreateModel(
            name="ReaderDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("presses", models.PositiveIntegerField(default=0)),
                ("reader", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="days", to="meals.reader")),
            ],
            options={
                "ordering": ["reader", "day"],
                "constraints": [models.UniqueConstraint(fields=("reader", "day"), name="one_count_per_reader_and_day")],
            },
        ),
        migrations.CreateModel(
            name="ReaderMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("vendor", models.CharField(max_length=60)),
                ("made_at", models.DateTimeField()),
                ("consent", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.consent")),
                ("pupil", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="reader_marks", to="roster.pupil")),
            ],
            options={
                "ordering": ["vendor", "pupil"],
                "constraints": [models.UniqueConstraint(fields=("vendor", "pupil"), name="one_mark_per_vendor_and_child")],
            },
        ),
        migrations.RunPython(ask, migrations.RunPython.noop),
    ]
