"""Signed codes in buses, at stops, in parks, schools and houses: the place comes with the code."""

from django.db import models
from django.db.models import F, Q

from qala.people.models import Person
from qala.places.models import Landmark, Street


class PlacardKind(models.TextChoices):
    BUS = "bus"
    STOP = "stop"
    PARK = "park"
    SCHOOL = "school"
    BUILDING = "building"


class PlacardQuerySet(models.QuerySet["Placard"]):
    """Placards in the street."""

    def hanging(self) -> "PlacardQuerySet":
        return self.filter(installed_on__isnull=False, removed_on=None)


class Placard(models.Model):
    """One sheet with one code. The code is made from `serial`; nothing personal is on it."""

    serial = models.PositiveIntegerField(unique=True)
    kind = models.CharField(max_length=10, choices=PlacardKind.choices)
    landmark = models.ForeignKey(Landmark, models.PROTECT, null=True, blank=True, related_name="placards")
    street = models.ForeignKey(Street, models.PROTECT, null=True, blank=True, related_name="+")
    route = models.CharField(max_length=20, blank=True)
    vehicle = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=2, default="kk")
    keeper = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    installed_on = models.DateField(null=True, blank=True)
    removed_on = models.DateField(null=True, blank=True)
    removed_because = models.CharField(max_length=40, blank=True)
    last_scan_at = models.DateTimeField(null=True, blank=True)
    photo = models.CharField(max_length=200, blank=True)

    objects = PlacardQuerySet.as_manager()

    class Meta:
        ordering = ["serial"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="bus") & ~Q(route="") & ~Q(vehicle="") & Q(landmark=None)
                | ~Q(kind="bus") & Q(landmark__isnull=False),
                name="a_bus_placard_rides_and_others_stand",
            ),
            models.CheckConstraint(
                condition=Q(removed_on=None) | Q(removed_on__gte=F("installed_on")),
                name="a_placard_is_removed_after_it_hung",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.serial}"


class PlacardTally(models.Model):
    """The funnel of a placard, a day: counts only. Shards keep a storm from queueing at one row."""

    placard = models.ForeignKey(Placard, models.CASCADE, related_name="tallies")
    day = models.DateField()
    shard = models.PositiveSmallIntegerField()
    scanned = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)
    sent = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["placard", "day", "shard"], name="one_tally_per_placard_day_shard"),
        ]

    def __str__(self) -> str:
        return f"{self.placard_id} {self.day}"


class DeadScan(models.Model):
    """A code that was scanned and is no living placard of ours: forged, mistyped, retired. Counted by day."""

    day = models.DateField()
    problem = models.CharField(max_length=20)
    code = models.CharField(max_length=16)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day", "-times"]
        constraints = [
            models.UniqueConstraint(fields=["day", "problem", "code"], name="one_row_per_dead_code_and_day"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.problem}"
