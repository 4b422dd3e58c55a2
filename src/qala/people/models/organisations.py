"""Bodies of the city: the akimat, its departments, schools, companies, utilities."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qala.kernel.clock import today
from qala.kernel.translated import Translated, TranslatedField


class OrganisationKind(models.TextChoices):
    """What kind of body it is."""

    AKIMAT = "akimat", _("akimat")
    DEPARTMENT = "department", _("department")
    DISTRICT_AKIMAT = "district_akimat", _("district akimat")
    SCHOOL = "school", _("school")
    COMPANY = "company", _("company")
    UTILITY = "utility", _("utility")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Sentences about organisations."""

    def live(self, on: date | None = None) -> "OrganisationQuerySet":
        """Organisations that exist on a day."""
        day = on or today()
        return self.filter(Q(from_on__lte=day), Q(until_on__isnull=True) | Q(until_on__gt=day))


class Organisation(models.Model):
    """A body people are appointed in. A department is an organisation with a parent."""

    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    names = TranslatedField()
    bin = models.CharField(max_length=12, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(fields=["bin"], condition=~Q(bin=""), name="one_organisation_per_bin"),
            models.CheckConstraint(condition=Q(bin="") | Q(bin__regex=r"^[0-9]{12}$"), name="a_bin_has_twelve_digits"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="an_organisation_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(kind="department") | Q(parent__isnull=False), name="a_department_has_a_parent"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="no_organisation_is_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def name(self) -> Translated:
        return Translated.of(self.names)

    def is_live(self, on: date | None = None) -> bool:
        """Tell whether the body exists on a day; `until_on` is the first day it does not."""
        day = on or today()
        return self.from_on <= day and (self.until_on is None or day < self.until_on)
