"""GeoPackage (OGC 12-128) and Shapefile → features, read by GDAL inside the pyogrio wheel."""

import zipfile
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

PARTS = (".shp", ".shx", ".dbf", ".prj")


def features_of(path: Path, layer: str | None) -> Iterator[Feature]:
    """Every feature of one layer (of the only one, where none is named). The layer must be in WGS 84."""
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


def features_of_shapefile(path: Path) -> Iterator[Feature]:
    """Every feature of a .shp, or of the one in a .zip; its .shx, .dbf and .prj must lie beside it, its words in the
    code page of its .cpg.
    """
    there = _parts(path)
    missing = [tail for tail in PARTS if tail not in there]
    if missing:
        raise UnreadableFile(
            _("A Shapefile is several files: %(missing)s is missing.") % {"missing": ", ".join(missing)},
            code="broken_shapefile",
        )
    try:
        yield from features_of(path, None)
    except UnicodeDecodeError as trouble:
        raise UnreadableFile(
            _("The words of the Shapefile are not in the code page its .cpg names."), code="wrong_encoding"
        ) from trouble


def _parts(path: Path) -> set[str]:
    """Which files of a Shapefile are there, beside it or in the .zip; GDAL reads them where they are."""
    if path.suffix != ".zip":
        return {tail for tail in PARTS if path.with_suffix(tail).exists()}
    try:
        with zipfile.ZipFile(path) as packed:
            return {Path(name).suffix.lower() for name in packed.namelist()}
    except zipfile.BadZipFile as trouble:
        raise UnreadableFile(_("The .zip cannot be opened."), code="broken_shapefile") from trouble


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and np.isnan(value) else value
