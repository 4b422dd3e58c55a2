"""The page about the log, its published files, and the door for witnesses."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from qala.journal.actions import Witness, cosign
from qala.journal.queries.log import log_state
from qala.journal.sealing.sequencer import log_folder
from qala.kernel.refusals import Refusal

#: What the city promises publicly: no record waits longer for its seal while the jobs run.
MAXIMUM_DELAY_S = 60
LONGEST_NOTE = 64 * 1024
TEXT, BYTES = "text/plain; charset=utf-8", "application/octet-stream"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What is sealed, who signs, and how to check it without trusting us."""
    return render(request, "journal/log.html", {"log": log_state(log_folder()), "delay": MAXIMUM_DELAY_S})


@require_safe
def published(_request: HttpRequest, path: str) -> HttpResponse:
    """One published file. In production the web server in front hands these out itself."""
    root = Path(settings.LOG_DIR).resolve()
    file = (root / path).resolve()
    if root not in file.parents or not file.is_file():
        raise Http404
    is_tile, is_full = path.startswith("tile/"), ".p/" not in path
    response = HttpResponse(file.read_bytes(), content_type=BYTES if is_tile else TEXT)
    response["Cache-Control"] = "public, max-age=31536000, immutable" if is_tile and is_full else "no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    return response


@csrf_exempt  # a program brings signatures, and signatures are all that is taken
@require_POST
def cosignatures(request: HttpRequest) -> HttpResponse:
    """A witness brings a checkpoint of ours with its own line under it."""
    content = request.read(LONGEST_NOTE + 1)
    reason = _("This is no checkpoint of our log with sound signatures.")
    if len(content) > LONGEST_NOTE:
        raise Refusal(reason, code="no_cosignature", status=413)
    try:
        note = content.decode("utf-8")
    except UnicodeDecodeError as broken:
        raise Refusal(reason, code="no_cosignature") from broken
    cosigned = cosign(by=Witness(), folder=log_folder(), content=note)
    return HttpResponse("".join(map(str, cosigned.fresh)), content_type=TEXT, status=201)
