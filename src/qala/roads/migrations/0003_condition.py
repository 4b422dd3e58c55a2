"""Condition: surveys, ratings, wear and defects."""

import django.db.models.deletion
from django.db import migrations, models

from qala.kernel.appendonly import AppendOnly
from qala.roads.within import WithinSegment


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0001_beginning"),
        ("roads", "0002_facts_of_the_database"),
    ]

    operations = [
        migrations.CreateModel(
            name="WearFit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("procedure", models.CharField(max_length=20)),
                ("fitted_on", models.DateField()),
                ("pairs", models.PositiveIntegerField()),
                ("told", models.JSONField()),
            ],
            options={
                "ordering": ("procedure", "-fitted_on", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Survey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("primary", "primary survey"),
                            ("yearly", "yearly repeat"),
                            ("acceptance", "acceptance survey"),
                            ("special", "special survey"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("pci", "PCI"),
                            ("iri", "IRI"),
                            ("visual", "visual rating"),
                            ("deflection", "deflection"),
                        ],
                        max_length=10,
                    ),
                ),
                ("surveyed_on", models.DateField()),
                ("device", models.CharField(blank=True, default="", max_length=80)),
                ("calibrated_on", models.DateField(null=True)),
                ("crew", models.CharField(blank=True, default="", max_length=40)),
                ("file_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("without_rating", models.JSONField(default=list)),
            ],
            options={
                "ordering": ("-surveyed_on", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("file_sha256", ""), _negated=True),
                        fields=("file_sha256",),
                        name="one_survey_per_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("calibrated_on", None), ("calibrated_on__lte", models.F("surveyed_on")), _connector="OR"
                        ),
                        name="device_was_calibrated_before",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SampleUnit",
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
                (
                    "surface",
                    models.CharField(
                        choices=[
                            ("asphalt", "asphalt"),
                            ("concrete", "concrete"),
                            ("gravel", "gravel"),
                            ("earth", "earth"),
                        ],
                        max_length=10,
                    ),
                ),
                ("size", models.DecimalField(decimal_places=2, max_digits=9)),
                ("additional", models.BooleanField(default=False)),
                ("pci", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                (
                    "segment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.segment"
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="units", to="roads.survey"
                    ),
                ),
            ],
            options={
                "ordering": ("survey_id", "segment_id", "from_m", "pk"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Rating",
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
                ("rated_on", models.DateField()),
                ("procedure", models.CharField(max_length=20)),
                ("value", models.DecimalField(decimal_places=2, max_digits=5)),
                ("grade", models.CharField(blank=True, default="", max_length=20)),
                ("surface", models.CharField(blank=True, default="", max_length=10)),
                ("cracks", models.PositiveSmallIntegerField(null=True)),
                ("curve_set", models.CharField(blank=True, default="", max_length=60)),
                ("synthetic", models.BooleanField(default=False)),
                ("units", models.PositiveIntegerField(default=0)),
                (
                    "segment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.segment"
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ratings", to="roads.survey"
                    ),
                ),
            ],
            options={
                "ordering": ("segment_id", "-rated_on", "-pk"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Defect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("from_m", models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                ("to_m", models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("candidate", "candidate"),
                            ("confirmed", "confirmed"),
                            ("rejected", "rejected"),
                            ("mended", "mended"),
                        ],
                        default="candidate",
                        max_length=10,
                    ),
                ),
                ("category", models.CharField(blank=True, default="", max_length=30)),
                ("kind", models.CharField(blank=True, default="", max_length=20)),
                ("severity", models.CharField(blank=True, default="", max_length=6)),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                ("case", models.CharField(blank=True, default="", max_length=80)),
                ("announcement", models.BigIntegerField(null=True, unique=True)),
                ("longitude", models.FloatField(null=True)),
                ("latitude", models.FloatField(null=True)),
                ("reported_on", models.DateField()),
                ("judged_by", models.CharField(blank=True, default="", max_length=80)),
                (
                    "segment",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.segment"
                    ),
                ),
            ],
            options={
                "ordering": ("-reported_on", "-pk"),
                "abstract": False,
                "indexes": [models.Index(fields=["state", "segment"], name="defect_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("from_m__gte", 0), ("to_m__gte", models.F("from_m"))),
                        name="defect_runs_forward_from_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["left", "right", "both", "centre"])),
                        name="defect_side_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lane__isnull", True),
                            models.Q(("lane__gte", 1), ("side__in", ["left", "right"])),
                            _connector="OR",
                        ),
                        name="defect_lane_has_its_side",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("case", ""), _negated=True), fields=("case",), name="one_defect_per_case"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["candidate", "confirmed", "rejected", "mended"])),
                        name="defect_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["candidate", "rejected"]),
                            models.Q(("from_m__isnull", False), ("segment__isnull", False), ("to_m__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_confirmed_defect_has_a_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "candidate"), models.Q(("judged_by", ""), _negated=True), _connector="OR"
                        ),
                        name="a_judged_defect_names_its_judge",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity", None), ("quantity__gt", 0), _connector="OR"),
                        name="defect_has_a_quantity",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SampleDraw",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("surface", models.CharField(max_length=10)),
                ("drawn_on", models.DateField()),
                ("total", models.PositiveIntegerField()),
                ("needed", models.PositiveIntegerField()),
                ("every", models.PositiveIntegerField()),
                ("start", models.PositiveIntegerField()),
                (
                    "segment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.segment"
                    ),
                ),
            ],
            options={
                "ordering": ("segment_id", "-drawn_on", "-pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("segment", "drawn_on"), name="one_draw_per_segment_and_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("needed__gte", 1),
                            ("needed__lte", models.F("total")),
                            ("start__gte", 1),
                            ("start__lte", models.F("every")),
                        ),
                        name="draw_lies_within_the_section",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Distress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                (
                    "severity",
                    models.CharField(
                        choices=[("none", "none"), ("low", "low"), ("medium", "medium"), ("high", "high")], max_length=6
                    ),
                ),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=9)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="distresses", to="roads.sampleunit"
                    ),
                ),
            ],
            options={
                "ordering": ("unit_id", "kind", "severity"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="distress_has_a_quantity"),
                    models.UniqueConstraint(
                        fields=("unit", "kind", "severity"), name="one_distress_per_kind_and_severity"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="sampleunit",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_m__gte", 0), ("to_m__gte", models.F("from_m"))),
                name="sampleunit_runs_forward_from_zero",
            ),
        ),
        migrations.AddConstraint(
            model_name="sampleunit",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["left", "right", "both", "centre"])), name="sampleunit_side_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="sampleunit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lane__isnull", True), models.Q(("lane__gte", 1), ("side__in", ["left", "right"])), _connector="OR"
                ),
                name="sampleunit_lane_has_its_side",
            ),
        ),
        migrations.AddConstraint(
            model_name="sampleunit",
            constraint=models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="sample_unit_has_a_size"),
        ),
        migrations.AddIndex(
            model_name="rating",
            index=models.Index(fields=["segment", "procedure", "rated_on"], name="rating_of_segment"),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_m__gte", 0), ("to_m__gte", models.F("from_m"))),
                name="rating_runs_forward_from_zero",
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["left", "right", "both", "centre"])), name="rating_side_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lane__isnull", True), models.Q(("lane__gte", 1), ("side__in", ["left", "right"])), _connector="OR"
                ),
                name="rating_lane_has_its_side",
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(
                condition=models.Q(("value__gte", 0), ("value__lte", 100)), name="rating_lies_on_its_scale"
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("procedure", "astm-d6433"), _negated=True),
                    models.Q(("curve_set", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_pci_names_its_curve_set",
            ),
        ),
        AppendOnly("roads_survey"),
        AppendOnly("roads_sampledraw"),
        AppendOnly("roads_sampleunit"),
        AppendOnly("roads_distress"),
        AppendOnly("roads_rating"),
        AppendOnly("roads_wearfit"),
        WithinSegment("roads_sampleunit"),
        WithinSegment("roads_rating"),
        WithinSegment("roads_defect"),
    ]
