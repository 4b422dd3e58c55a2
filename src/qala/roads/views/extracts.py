"""A newer extract at the desk: first what it would change, then, by a second press, the change."""

import hashlib
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
from qala.places.loaders import city_box, insist_on_good, read, show_difference
from qala.places.loaders.features import Frame
from qala.places.rules.entries import Reading
from qala.roads.forms.extracts import ExtractForm, WordForm
from qala.roads.loaders import load_streets
from qala.roads.policies import may_take_in_extract
from qala.roads.words import DIFFERENCE_WORDS

TAILS = {
    "osm": (".osm.pbf", ".osm.gz", ".osm"),
    "geojson": (".geojson",),
    "geopackage": (".gpkg",),
    "shapefile": (".zip",),
}


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
        path = _kept(asked["file"], asked["kind"])
        try:
            reading = _reading(path, asked)
            told["refused"] = reading.refused[:20]
            insist_on_good(reading)
        except Refusal as refusal:
            path.unlink()
            told["refusal"], status = refusal.reason, 422
        else:
            told |= {
                "sha256": path.name.partition(".")[0],
                "said": {name: asked[name] for name in WordForm.base_fields},
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
    """Take in the very file whose difference was shown, with what was said of it then."""
    by = reader(request)
    require(may_take_in_extract(by))
    path = next(_room().glob(f"{sha256}.*"), None)
    said = WordForm(request.POST)
    if path is None or not said.is_valid():
        raise Http404
    asked = said.cleaned_data
    reading = _reading(path, asked)
    insist_on_good(reading)
    done = load_streets(by=by, reading=reading, path=path, on=today(), complete=asked["complete"])
    path.unlink()
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


def _kept(file: "UploadedFile[Any]", kind: str) -> Path:
    """The file under its fingerprint. What was said of it comes with the second press: another may say it otherwise."""
    name = (file.name or "").lower()
    tail = next((one for one in TAILS[kind] if name.endswith(one)), TAILS[kind][0])
    digest = hashlib.sha256()
    waiting = _room() / f"waiting-{id(file)}"
    with waiting.open("wb") as stream:
        for piece in file.chunks():
            digest.update(piece)
            stream.write(piece)
    return waiting.replace(_room() / f"{digest.hexdigest()}{tail}")


def _reading(path: Path, asked: dict[str, Any]) -> Reading:
    return read(asked["kind"], path, frame=Frame(source=asked["source"], city=city_box()))
