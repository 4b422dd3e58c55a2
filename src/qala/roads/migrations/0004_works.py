"""Works, guarantees, digs and the norms they go by."""

from decimal import Decimal

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0001_beginning"),
        ("roads", "0003_condition"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "requested"),
                            ("conflict_checked", "checked for conflicts"),
                            ("permitted", "permitted"),
                            ("opened", "opened"),
                            ("backfilled", "backfilled"),
                            ("temporary_cover", "temporary cover"),
                            ("permanent_cover", "permanent cover"),
                            ("inspected", "inspected"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="requested",
                        max_length=16,
                    ),
                ),
                ("emergency", models.BooleanField(default=False)),
                ("operator", models.CharField(max_length=80)),
                ("purpose", models.CharField(max_length=200)),
                ("area_m2", models.DecimalField(decimal_places=1, max_digits=8)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("asked_by", models.CharField(max_length=80)),
                ("asked_on", models.DateField()),
                ("permit", models.CharField(blank=True, default="", max_length=80)),
                ("permitted_at", models.DateTimeField(null=True)),
                ("guarantor", models.CharField(blank=True, default="", max_length=120)),
                ("opened_at", models.DateTimeField(null=True)),
                ("broke_moratorium", models.BooleanField(default=False)),
                ("cover_until", models.DateField(null=True)),
                ("inspected_on", models.DateField(null=True)),
                ("inspected_by", models.CharField(blank=True, default="", max_length=80)),
                (
                    "unit",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cut",
                        to="roads.sampleunit",
                    ),
                ),
            ],
            options={
                "ordering": ("-from_on", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Compaction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tested_on", models.DateField()),
                ("passed", models.BooleanField()),
                ("protocol", models.CharField(max_length=80)),
                ("by", models.CharField(max_length=80)),
                (
                    "cut",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="compactions", to="roads.cut"
                    ),
                ),
            ],
            options={
                "ordering": ("cut_id", "pk"),
            },
        ),
        migrations.CreateModel(
            name="CutConflict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "obstacle",
                    models.CharField(
                        choices=[
                            ("guarantee_running", "a guarantee is running"),
                            ("paved_recently", "paved not long ago"),
                            ("paving_programmed", "paving stands in the programme"),
                            ("joint_trench", "another dig near in time: a joint trench"),
                            ("offer_to_others", "large: to be offered to other operators"),
                        ],
                        max_length=20,
                    ),
                ),
                ("about", models.CharField(max_length=80)),
                ("until_on", models.DateField(null=True)),
                ("overridden_by", models.CharField(blank=True, default="", max_length=80)),
                ("override_reason", models.TextField(blank=True, default="")),
                (
                    "cut",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="conflicts", to="roads.cut"
                    ),
                ),
            ],
            options={
                "ordering": ("cut_id", "pk"),
            },
        ),
        migrations.CreateModel(
            name="CutStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=10)),
                ("after", models.CharField(max_length=16)),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("reason", models.TextField(blank=True, default="")),
                (
                    "cut",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="roads.cut"
                    ),
                ),
            ],
            options={
                "ordering": ("cut_id", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Hazard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_m", models.DecimalField(decimal_places=2, max_digits=9)),
                ("to_m", models.DecimalField(decimal_places=2, max_digits=9)),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("left", "Left side"),
                            ("right", "Right side"),
                            ("both", "Both sides"),
                            ("centre", "Centre line"),
                        ],
                        default="both",
                        max_length=6,
                    ),
                ),
                ("lane", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("seen_at", models.DateTimeField()),
                ("fenced_at", models.DateTimeField()),
                ("owner", models.CharField(max_length=120)),
                ("due_at", models.DateTimeField()),
                ("about", models.CharField(max_length=300)),
                ("over_at", models.DateTimeField(null=True)),
                (
                    "segment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.segment"
                    ),
                ),
            ],
            options={
                "ordering": ("-seen_at", "-pk"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Lot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40)),
                ("material", models.CharField(max_length=80)),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="roads.lot",
                    ),
                ),
            ],
            options={
                "ordering": ("works_id", "pk"),
            },
        ),
        migrations.CreateModel(
            name="RoadNorm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.CharField(max_length=40)),
                ("value", models.DecimalField(decimal_places=2, max_digits=10)),
                ("valid_from", models.DateField()),
                ("source", models.CharField(max_length=300)),
                ("mark", models.CharField(max_length=8)),
                ("verified", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("slug", "-valid_from"),
                "constraints": [
                    models.UniqueConstraint(fields=("slug", "valid_from"), name="one_road_norm_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="road_norm_names_its_source"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sample",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("taken_on", models.DateField()),
                ("passed", models.BooleanField()),
                ("protocol", models.CharField(max_length=80)),
                ("by", models.CharField(max_length=80)),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="samples", to="roads.lot"
                    ),
                ),
            ],
            options={
                "ordering": ("lot_id", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Warranty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "running"),
                            ("claimed", "claimed"),
                            ("fixed", "fixed"),
                            ("disputed", "disputed"),
                            ("survey_due", "last survey due"),
                            ("released", "released"),
                        ],
                        default="running",
                        max_length=10,
                    ),
                ),
                ("begins_on", models.DateField()),
                ("years", models.PositiveSmallIntegerField()),
                ("until_on", models.DateField()),
                ("source", models.CharField(max_length=300)),
                (
                    "cut",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="warranty", to="roads.cut"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "warranties",
                "ordering": ("-until_on", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(max_length=300)),
                ("first_reported_on", models.DateField()),
                ("starts_on", models.DateField()),
                ("fixed_on", models.DateField(null=True)),
                ("dismissed_on", models.DateField(null=True)),
                ("dispute", models.TextField(blank=True, default="")),
                ("by", models.CharField(max_length=80)),
                (
                    "warranty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="roads.warranty"
                    ),
                ),
            ],
            options={
                "ordering": ("-starts_on", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Works",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("need", "need"),
                            ("candidate", "candidate"),
                            ("programmed", "in the programme"),
                            ("designed", "designed"),
                            ("tendered", "put out to tender"),
                            ("contracted", "under contract"),
                            ("in_work", "in work"),
                            ("suspended", "suspended"),
                            ("accepted", "accepted"),
                            ("cancelled", "cancelled"),
                        ],
                        default="need",
                        max_length=10,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("current", "current repair"),
                            ("medium", "medium repair"),
                            ("capital", "capital repair"),
                        ],
                        max_length=10,
                    ),
                ),
                ("why", models.CharField(max_length=300)),
                ("case", models.CharField(blank=True, default="", max_length=80)),
                ("noted_on", models.DateField()),
                ("top_cm", models.DecimalField(decimal_places=1, default=Decimal(0), max_digits=5)),
                ("base_cm", models.DecimalField(decimal_places=1, default=Decimal(0), max_digits=5)),
                ("area_m2", models.DecimalField(decimal_places=1, max_digits=10)),
                ("whole_m2", models.DecimalField(decimal_places=1, default=Decimal(0), max_digits=10)),
                ("programmed_year", models.PositiveSmallIntegerField(null=True)),
                ("expertise", models.CharField(blank=True, default="", max_length=80)),
                ("contract", models.CharField(blank=True, default="", max_length=80)),
                ("contractor", models.CharField(blank=True, default="", max_length=80)),
                ("price_tiyn", models.BigIntegerField(null=True)),
                ("guarantee_years", models.PositiveSmallIntegerField(null=True)),
                ("measured_m", models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                ("measured_by", models.CharField(blank=True, default="", max_length=80)),
                ("started_on", models.DateField(null=True)),
                ("started_by", models.CharField(blank=True, default="", max_length=80)),
                ("accepted_on", models.DateField(null=True)),
                ("accepted_by", models.CharField(blank=True, default="", max_length=80)),
            ],
            options={
                "verbose_name_plural": "works",
                "ordering": ("-noted_on", "-pk"),
                "indexes": [models.Index(fields=["state", "accepted_on"], name="works_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                (
                                    "need",
                                    "candidate",
                                    "programmed",
                                    "designed",
                                    "tendered",
                                    "contracted",
                                    "in_work",
                                    "suspended",
                                    "accepted",
                                    "cancelled",
                                ),
                            )
                        ),
                        name="works_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("area_m2__gt", 0), ("whole_m2__gte", 0)), name="works_have_an_area"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("base_cm__gte", 0), ("top_cm__gte", 0)),
                        name="works_layers_are_not_negative",
                    ),
                    models.CheckConstraint(condition=models.Q(("why", ""), _negated=True), name="works_say_why"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["need", "candidate", "cancelled"]),
                            ("programmed_year__isnull", False),
                            _connector="OR",
                        ),
                        name="programmed_works_have_a_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "capital"),
                                ("state__in", ["tendered", "contracted", "in_work", "suspended", "accepted"]),
                                _negated=True,
                            ),
                            models.Q(("expertise", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="capital_works_have_their_expertise",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("contracted", "in_work", "suspended", "accepted")), _negated=True),
                            models.Q(
                                ("price_tiyn__gt", 0),
                                models.Q(("contract", ""), _negated=True),
                                models.Q(("contractor", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="contracted_works_name_contract_and_price",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True),
                            models.Q(
                                ("accepted_on__gte", models.F("started_on")),
                                ("accepted_on__isnull", False),
                                ("measured_m__gt", 0),
                                models.Q(("accepted_by", ""), _negated=True),
                                models.Q(("measured_by", ""), _negated=True),
                                models.Q(("accepted_by", models.F("measured_by")), _negated=True),
                                models.Q(("accepted_by", models.F("started_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_second_person_accepts_measured_works",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="warranty",
            name="works",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="warranty", to="roads.works"
            ),
        ),
        migrations.CreateModel(
            name="Wait",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("waiting_for", models.CharField(max_length=200)),
                ("until_on", models.DateField()),
                ("owner", models.CharField(max_length=120)),
                ("cover", models.CharField(max_length=120)),
                ("by", models.CharField(max_length=80)),
                (
                    "cut",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="waits", to="roads.cut"
                    ),
                ),
                (
                    "works",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="waits", to="roads.works"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="PriceChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before_tiyn", models.BigIntegerField()),
                ("after_tiyn", models.BigIntegerField()),
                ("decision", models.CharField(max_length=80)),
                ("reason", models.TextField()),
                ("by", models.CharField(max_length=80)),
                ("decided_on", models.DateField()),
                (
                    "works",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="price_changes", to="roads.works"
                    ),
                ),
            ],
            options={
                "ordering": ("works_id", "pk"),
            },
        ),
        migrations.AddField(
            model_name="lot",
            name="works",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="lots", to="roads.works"),
        ),
        migrations.CreateModel(
            name="LineAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answer", models.CharField(max_length=300)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="roads.buriedline"
                    ),
                ),
                (
                    "works",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="line_answers", to="roads.works"
                    ),
                ),
            ],
            options={
                "ordering": ("works_id", "line_id"),
            },
        ),
        migrations.CreateModel(
            name="Ground",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_m", models.DecimalField(decimal_places=2, max_digits=9)),
                ("to_m", models.DecimalField(decimal_places=2, max_digits=9)),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("left", "Left side"),
                            ("right", "Right side"),
                            ("both", "Both sides"),
                            ("centre", "Centre line"),
                        ],
                        default="both",
                        max_length=6,
                    ),
                ),
                ("lane", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("measured", "measured on the ground"),
                            ("document", "from a document"),
                            ("map", "from a map"),
                            ("assumed", "assumed"),
                        ],
                        default="measured",
                        max_length=10,
                    ),
                ),
                ("source", models.CharField(max_length=40)),
                ("source_id", models.CharField(blank=True, default="", max_length=120)),
                (
                    "assumed",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), blank=True, default=list, size=None
                    ),
                ),
                (
                    "carried_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_to",
                        to="roads.ground",
                    ),
                ),
                (
                    "cut",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="grounds", to="roads.cut"
                    ),
                ),
                (
                    "segment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.segment"
                    ),
                ),
                (
                    "works",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="grounds", to="roads.works"
                    ),
                ),
            ],
            options={
                "ordering": ("segment_id", "from_m", "pk"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_m", models.DecimalField(decimal_places=2, max_digits=9)),
                ("to_m", models.DecimalField(decimal_places=2, max_digits=9)),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("left", "Left side"),
                            ("right", "Right side"),
                            ("both", "Both sides"),
                            ("centre", "Centre line"),
                        ],
                        default="both",
                        max_length=6,
                    ),
                ),
                ("lane", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("sha256", models.CharField(max_length=64)),
                ("path", models.CharField(max_length=160)),
                ("longitude", models.FloatField()),
                ("latitude", models.FloatField()),
                ("taken_on", models.DateField()),
                ("by", models.CharField(max_length=80)),
                (
                    "segment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.segment"
                    ),
                ),
                (
                    "works",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="roads.works"
                    ),
                ),
            ],
            options={
                "ordering": ("works_id", "pk"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WorksStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=10)),
                ("after", models.CharField(max_length=10)),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("reason", models.TextField(blank=True, default="")),
                (
                    "works",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="roads.works"
                    ),
                ),
            ],
            options={
                "ordering": ("works_id", "pk"),
            },
        ),
        migrations.AddIndex(
            model_name="cut",
            index=models.Index(fields=["state", "from_on"], name="cut_by_state"),
        ),
        migrations.AddIndex(
            model_name="cut",
            index=models.Index(fields=["operator", "state"], name="cut_by_operator"),
        ),
        migrations.AddConstraint(
            model_name="cut",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        (
                            "requested",
                            "conflict_checked",
                            "permitted",
                            "opened",
                            "backfilled",
                            "temporary_cover",
                            "permanent_cover",
                            "inspected",
                            "withdrawn",
                        ),
                    )
                ),
                name="cut_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="cut",
            constraint=models.CheckConstraint(condition=models.Q(("area_m2__gt", 0)), name="cut_has_an_area"),
        ),
        migrations.AddConstraint(
            model_name="cut",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on__gte", models.F("from_on"))), name="cut_ends_after_it_begins"
            ),
        ),
        migrations.AddConstraint(
            model_name="cut",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("operator", ""), _negated=True), models.Q(("purpose", ""), _negated=True)),
                name="cut_names_its_operator",
            ),
        ),
        migrations.AddConstraint(
            model_name="cut",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("emergency", True),
                    models.Q(
                        (
                            "state__in",
                            ("permitted", "opened", "backfilled", "temporary_cover", "permanent_cover", "inspected"),
                        ),
                        _negated=True,
                    ),
                    models.Q(
                        ("permitted_at__isnull", False),
                        models.Q(("permit", ""), _negated=True),
                        models.Q(("guarantor", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="an_ordinary_dig_has_its_permit_first",
            ),
        ),
        migrations.AddConstraint(
            model_name="cut",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("emergency", False),
                    models.Q(("state__in", ["requested", "conflict_checked", "permitted"]), _negated=True),
                    _connector="OR",
                ),
                name="only_an_emergency_begins_opened",
            ),
        ),
        migrations.AddConstraint(
            model_name="cut",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "temporary_cover"), _negated=True),
                    ("cover_until__isnull", False),
                    _connector="OR",
                ),
                name="a_temporary_cover_expires",
            ),
        ),
        migrations.AddConstraint(
            model_name="cut",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opened_at__isnull", False),
                    models.Q(
                        ("state__in", ["opened", "backfilled", "temporary_cover", "permanent_cover", "inspected"]),
                        _negated=True,
                    ),
                    _connector="OR",
                ),
                name="an_opened_dig_has_its_hour",
            ),
        ),
        migrations.AddConstraint(
            model_name="cut",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "inspected"), _negated=True),
                    models.Q(
                        ("inspected_on__isnull", False),
                        models.Q(("inspected_by", ""), _negated=True),
                        models.Q(("inspected_by", models.F("asked_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_second_person_inspects_a_dig",
            ),
        ),
        migrations.AddConstraint(
            model_name="compaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("protocol", ""), _negated=True), name="compaction_has_a_protocol"
            ),
        ),
        migrations.AddConstraint(
            model_name="cutconflict",
            constraint=models.UniqueConstraint(fields=("cut", "obstacle", "about"), name="each_conflict_once"),
        ),
        migrations.AddConstraint(
            model_name="cutconflict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("overridden_by", ""), ("override_reason", "")),
                    models.Q(
                        models.Q(("overridden_by", ""), _negated=True), models.Q(("override_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="overriding_needs_a_name_and_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="hazard",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_m__gte", 0), ("to_m__gte", models.F("from_m"))),
                name="hazard_runs_forward_from_zero",
            ),
        ),
        migrations.AddConstraint(
            model_name="hazard",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["left", "right", "both", "centre"])), name="hazard_side_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="hazard",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lane__isnull", True), models.Q(("lane__gte", 1), ("side__in", ["left", "right"])), _connector="OR"
                ),
                name="hazard_lane_has_its_side",
            ),
        ),
        migrations.AddConstraint(
            model_name="hazard",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("owner", ""), _negated=True), models.Q(("about", ""), _negated=True)),
                name="hazard_has_an_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="hazard",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_at__gt", models.F("seen_at")), ("fenced_at__gte", models.F("seen_at"))),
                name="hazard_has_a_clock",
            ),
        ),
        migrations.AddConstraint(
            model_name="sample",
            constraint=models.CheckConstraint(
                condition=models.Q(("protocol", ""), _negated=True), name="sample_has_a_protocol"
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("starts_on__lte", models.F("first_reported_on"))),
                name="a_claim_starts_with_its_first_report",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("about", ""), _negated=True), name="claim_says_about_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("fixed_on", None), ("fixed_on__gte", models.F("starts_on")), _connector="OR"),
                name="a_claim_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dismissed_on", None), ("fixed_on", None)),
                fields=("warranty",),
                name="one_open_claim_per_warranty",
            ),
        ),
        migrations.AddIndex(
            model_name="warranty",
            index=models.Index(fields=["state", "until_on"], name="warranty_by_end"),
        ),
        migrations.AddConstraint(
            model_name="warranty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("running", "claimed", "fixed", "disputed", "survey_due", "released"))
                ),
                name="warranty_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="warranty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cut", None), ("works__isnull", False)),
                    models.Q(("cut__isnull", False), ("works", None)),
                    _connector="OR",
                ),
                name="warranty_of_works_or_a_dig",
            ),
        ),
        migrations.AddConstraint(
            model_name="warranty",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("source", ""), _negated=True), ("years__gt", 0)),
                name="warranty_names_its_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="wait",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("waiting_for", ""), _negated=True),
                    models.Q(("owner", ""), _negated=True),
                    models.Q(("cover", ""), _negated=True),
                ),
                name="waiting_has_a_date_an_owner_and_a_cover",
            ),
        ),
        migrations.AddConstraint(
            model_name="wait",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cut", None), ("works__isnull", False)),
                    models.Q(("cut__isnull", False), ("works", None)),
                    _connector="OR",
                ),
                name="works_or_a_dig_wait",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricechange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("after_tiyn__gt", 0),
                    models.Q(("decision", ""), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                ),
                name="price_change_is_reasoned",
            ),
        ),
        migrations.AddConstraint(
            model_name="lot",
            constraint=models.UniqueConstraint(fields=("works", "number"), name="one_lot_of_a_number"),
        ),
        migrations.AddConstraint(
            model_name="lot",
            constraint=models.CheckConstraint(
                condition=models.Q(("replaces", models.F("pk")), _negated=True), name="a_lot_does_not_replace_itself"
            ),
        ),
        migrations.AddConstraint(
            model_name="lineanswer",
            constraint=models.UniqueConstraint(fields=("works", "line"), name="one_answer_per_line"),
        ),
        migrations.AddConstraint(
            model_name="lineanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer", ""), _negated=True), name="line_answer_says_something"
            ),
        ),
        migrations.AddIndex(
            model_name="ground",
            index=models.Index(
                condition=models.Q(("valid_to", None)), fields=["segment", "from_m", "to_m"], name="ground_present"
            ),
        ),
        migrations.AddConstraint(
            model_name="ground",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_m__gte", 0), ("to_m__gte", models.F("from_m"))),
                name="ground_runs_forward_from_zero",
            ),
        ),
        migrations.AddConstraint(
            model_name="ground",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["left", "right", "both", "centre"])), name="ground_side_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="ground",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lane__isnull", True), models.Q(("lane__gte", 1), ("side__in", ["left", "right"])), _connector="OR"
                ),
                name="ground_lane_has_its_side",
            ),
        ),
        migrations.AddConstraint(
            model_name="ground",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                name="ground_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="ground",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="ground_names_its_source"
            ),
        ),
        migrations.AddConstraint(
            model_name="ground",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis__in", ["measured", "document", "map", "assumed"])),
                name="ground_basis_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="ground",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cut", None), ("works__isnull", False)),
                    models.Q(("cut__isnull", False), ("works", None)),
                    _connector="OR",
                ),
                name="ground_of_a_work_or_a_dig",
            ),
        ),
        migrations.AddConstraint(
            model_name="ground",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_m__gt", models.F("from_m"))), name="ground_has_length"
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_m__gte", 0), ("to_m__gte", models.F("from_m"))),
                name="evidence_runs_forward_from_zero",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["left", "right", "both", "centre"])), name="evidence_side_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lane__isnull", True), models.Q(("lane__gte", 1), ("side__in", ["left", "right"])), _connector="OR"
                ),
                name="evidence_lane_has_its_side",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(fields=("sha256",), name="a_photo_proves_once"),
        ),
        migrations.AddConstraint(
            model_name="worksstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verb", "cancel"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="cancelling_works_has_a_reason",
            ),
        ),
    ]
