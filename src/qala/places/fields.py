"""Geometry in plain PostgreSQL: WKB bytes beside a `box` with a GiST index. See docs/decisions/geometry-without-gis.md.

    line = GeometryField(kinds={"LineString"})        # gives the model `line` and `line_box`

    Segment.objects.filter(line_box__meets=Box(...))       # boxes overlap:            &&
    District.objects.filter(area_box__holds=(lon, lat))    # the box holds the point:  @>
    Segment.objects.order_by(Nearness("line_box", lon, lat))   # nearest boxes first:  <->

A box is a sieve: what it lets through is judged exactly by shapely.
"""

# ruff: noqa: ARG002 - Django calls a field with more than this one needs
from typing import TYPE_CHECKING, Any

import shapely
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Func, Value
from django.utils.translation import gettext_lazy as _
from shapely.geometry.base import BaseGeometry

from qala.places.rules.geometry import Box

if TYPE_CHECKING:
    AnyField = models.Field[Any, Any]
    AnyBinaryField = models.BinaryField[Any, Any]
    AnyLookup = models.Lookup[Any]
else:
    AnyField, AnyBinaryField, AnyLookup = models.Field, models.BinaryField, models.Lookup

ANY_KIND = frozenset({"Point", "LineString", "Polygon", "MultiPolygon"})


class BoxField(AnyField):
    """PostgreSQL's `box`, kept in step with the geometry beside it; nobody writes it by hand."""

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        self.of = of
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def db_type(self, connection: Any) -> str:
        return "box"

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 - Django's signature
        geometry = getattr(model_instance, self.of) if self.of else getattr(model_instance, self.attname)
        box = Box.around(geometry) if isinstance(geometry, BaseGeometry) else geometry
        setattr(model_instance, self.attname, box)
        return box

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Box):
            return f"({value.east!r},{value.north!r}),({value.west!r},{value.south!r})"
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        return self.get_prep_value(value)

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        if hasattr(value, "as_sql"):
            return "%s"
        return "%s::box"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Box | None:
        return None if value is None else _box_of(str(value))

    def to_python(self, value: Any) -> Any:
        return value


def _box_of(text: str) -> Box:
    east, north, west, south = (float(edge) for edge in text.replace("(", "").replace(")", "").split(","))
    return Box(west, south, east, north)


class GeometryField(AnyBinaryField):
    """A shapely geometry in degrees (WGS 84), stored as WKB; adds `<name>_box` to the model."""

    def __init__(self, *args: Any, kinds: Any = ANY_KIND, **kwargs: Any) -> None:
        self.kinds = frozenset(kinds)
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "kinds": sorted(self.kinds), "editable": self.editable}

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:  # noqa: FBT001, FBT002
        super().contribute_to_class(cls, name, private_only)
        box_name = f"{name}_box"
        frozen = cls.__module__ == "__fake__"  # migrations write the box down as a field of its own
        if not frozen and not any(field.name == box_name for field in cls._meta.local_fields):
            BoxField(of=name, null=self.null).contribute_to_class(cls, box_name)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> BaseGeometry | None:
        return None if value is None else shapely.from_wkb(bytes(value))

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, BaseGeometry):
            return value
        return shapely.from_wkb(bytes(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        if isinstance(value, BaseGeometry):
            value = shapely.to_wkb(value, byte_order=1)
        return super().get_db_prep_value(value, connection, prepared)

    def value_to_string(self, obj: models.Model) -> str:
        geometry = self.value_from_object(obj)
        return "" if geometry is None else str(shapely.to_wkb(geometry, hex=True))

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        if value is not None and value.geom_type not in self.kinds:
            raise ValidationError(_("The wrong kind of geometry."), code="wrong_kind")


@BoxField.register_lookup
class Meets(AnyLookup):
    """The boxes overlap or touch."""

    lookup_name = "meets"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} && {right}::box", (*left_params, *right_params)


@BoxField.register_lookup
class Holds(AnyLookup):
    """The box holds the point (lon, lat)."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, params = self.process_lhs(compiler, connection)
        lon, lat = self.rhs
        return f"{left} @> box(point(%s, %s))", (*params, float(lon), float(lat))


class Nearness(Func):
    """Degrees between a box and a point; ordering by it walks the GiST index, nearest first."""

    output_field = models.FloatField()
    template = "%(expressions)s"
    arg_joiner = " <-> "

    def __init__(self, box: str, lon: float, lat: float) -> None:
        super().__init__(models.F(box), _PointAt(lon, lat))


class _PointAt(Func):
    output_field = models.FloatField()
    function = "point"

    def __init__(self, lon: float, lat: float) -> None:
        super().__init__(Value(float(lon)), Value(float(lat)))
