"""GeoPackage (OGC 12-128) → features, read by GDAL inside the pyogrio wheel."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyogrio
import pyogrio.raw
import shapely
from django.utils.translation import gettext_lazy as _
from pyogrio.errors import DataLayerError, DataSourceError

from qala.places.loaders.features import Feature
from qala.places.loaders.files import UnreadableFile
from qala.places.rules import faults


def features_of(path: Path, layer: str) -> Iterator[Feature]:
    """Every feature of one layer. The layer must be in WGS 84."""
    try:
        meta, fids, geometries, columns = pyogrio.raw.read(path, layer=layer, return_fids=True)
    except (DataSourceError, DataLayerError, RuntimeError) as trouble:
        raise UnreadableFile(
            _("The GeoPackage cannot be read, or it has no layer %(layer)s.") % {"layer": layer},
            code="broken_geopackage",
        ) from trouble
    if meta["crs"] and not any(known in str(meta["crs"]) for known in ("4326", "CRS84")):
        raise UnreadableFile(_("The file is in another coordinate system. Convert it to WGS 84."), code="wrong_crs")
    for at, fid in enumerate(fids):
        told = {name: _plain(column[at]) for name, column in zip(meta["fields"], columns, strict=True)}
        key = str(told.get("id") or told.get("source_id") or fid)
        raw = geometries[at]
        try:
            geometry = None if raw is None else shapely.from_wkb(raw)
        except shapely.errors.GEOSException:
            yield Feature(f"feature {fid}", key, told, None, faults.UNREADABLE)
            continue
        yield Feature(f"feature {fid}", key, told, geometry, None if geometry is not None else faults.EMPTY)


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and np.isnan(value) else value
