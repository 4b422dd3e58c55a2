"""A newer extract at the desk: first what it would change, then, by a second press, the change."""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qala.kernel.clock import today
from qala.kernel.refusals import Refusal, require
from qala.people.reading import reader
from qala.places.loaders import city_box, read, show_difference
from qala.places.loaders.features import Frame
from qala.places.rules.entries import Reading
from qala.roads.forms.extracts import ExtractForm
from qala.roads.loaders import load_streets
from qala.roads.policies import may_take_in_extract
from qala.roads.words import DIFFERENCE_WORDS

TAILS = {"osm": (".osm.pbf", ".osm.gz", ".osm"), "geojson": (".geojson",), "geopackage": (".gpkg",)}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def extract(request: HttpRequest) -> HttpResponse:
    """Bring a file; see the rows it would refuse and the difference it would make. Nothing changes yet."""
    require(may_take_in_extract(reader(request)))
    form = ExtractForm(request.POST or None, request.FILES or None)
    told: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        path = _kept(asked["file"], asked["kind"], asked)
        try:
            reading = _reading(path, asked)
        except Refusal as refusal:
            _drop(path)
            told["refusal"], status = refusal.reason, 422
        else:
            told |= {
                "sha256": path.name.partition(".")[0],
                "reading": reading,
                "refused": reading.refused[:20],
                "differences": [
                    (DIFFERENCE_WORDS.get(one.noun, one.noun), one)
                    for one in show_difference(reading, complete=asked["complete"])
                ],
            }
    elif request.method == "POST":
        status = 422
    return render(request, "roads/desk_extract.html", told, status=status)


@login_required
@require_POST
def extract_accept(request: HttpRequest, sha256: str) -> HttpResponse:
    """Take in the very file whose difference was shown."""
    by = reader(request)
    require(may_take_in_extract(by))
    path = next((one for one in _room().glob(f"{sha256}.*") if one.suffix != ".told"), None)
    if path is None:
        raise Http404
    asked = json.loads(path.with_name(f"{sha256}.told").read_text(encoding="utf-8"))
    reading = _reading(path, asked)
    if not reading.accepted:
        raise Refusal(_("No row of this file can be taken."), code="nothing_to_take")
    done = load_streets(by=by, reading=reading, path=path, on=today(), complete=asked["complete"])
    _drop(path)
    messages.success(
        request,
        _("The extract is taken in. Carriageways guessed: %(drafted)s, rows carried over: %(carried)s.")
        % {"drafted": done.drafted, "carried": done.carried},
    )
    return redirect("roads:desk_extract")


def _room() -> Path:
    room = Path(settings.VAR) / "roads" / "extracts"
    room.mkdir(parents=True, exist_ok=True)
    return room


def _kept(file: "UploadedFile[Any]", kind: str, asked: dict[str, Any]) -> Path:
    """The file under its fingerprint, with what was said of it beside."""
    name = (file.name or "").lower()
    tail = next((one for one in TAILS[kind] if name.endswith(one)), TAILS[kind][0])
    digest = hashlib.sha256()
    waiting = _room() / f"waiting-{id(file)}"
    with waiting.open("wb") as stream:
        for piece in file.chunks():
            digest.update(piece)
            stream.write(piece)
    path = waiting.replace(_room() / f"{digest.hexdigest()}{tail}")
    told = {key: asked[key] for key in ("kind", "source", "complete")}
    path.with_name(f"{digest.hexdigest()}.told").write_text(json.dumps(told), encoding="utf-8")
    return path


def _drop(path: Path) -> None:
    path.unlink()
    path.with_name(f"{path.name.partition('.')[0]}.told").unlink(missing_ok=True)


def _reading(path: Path, asked: dict[str, Any]) -> Reading:
    return read(asked["kind"], path, frame=Frame(source=asked["source"], city=city_box()))
