"""Pictures are handed out after a policy was asked; whoever may not see one learns nothing of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from qala.proposals import picture_files
from qala.proposals.models import Evidence, Photo
from qala.proposals.policies import may_see_covered, may_see_covered_evidence, may_see_evidence, may_see_upright
from qala.proposals.queries.follow import holder

FRESH_S = 300  # a picture withheld in a hurry is gone from every cache within five minutes
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@require_safe
def photo(request: HttpRequest, pk: str, kind: str) -> HttpResponse:
    """The covered copy for everyone who may read the case, the upright one for officers and the author."""
    found = get_object_or_404(Photo.objects.select_related("proposal__author"), pk=int(pk))
    by = getattr(request, "person", None)
    if kind == "public" and may_see_covered(by, found):
        return _handed_out(request, found.public, f"photo-{pk}", for_all=may_see_covered(None, found))
    if kind == "upright" and may_see_upright(by, found):
        return _handed_out(request, found.upright, f"photo-{pk}-upright")
    raise Http404


@require_safe
def talon_photo(request: HttpRequest, number: str, code: str, pk: int) -> HttpResponse:
    """The author's own picture by the secret address of the talon: as all see it, or upright while they do not."""
    held = holder(number[:20], code[:40])
    if held is None:
        raise Http404
    found = get_object_or_404(Photo, pk=pk, proposal=held[0])
    response = _handed_out(request, found.public or found.upright, f"photo-{pk}-own")
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
def evidence(request: HttpRequest, pk: str, kind: str) -> HttpResponse:
    """A picture of works: covered for everyone, uncovered for the desks."""
    found = get_object_or_404(Evidence, pk=int(pk))
    by = getattr(request, "person", None)
    if kind == "public" and may_see_covered_evidence(by, found):
        return _handed_out(request, found.public, f"works-{pk}", for_all=may_see_covered_evidence(None, found))
    if kind == "upright" and may_see_evidence(by):
        return _handed_out(request, found.picture, f"works-{pk}-upright")
    raise Http404


def _handed_out(request: HttpRequest, path: str, name: str, *, for_all: bool = False) -> HttpResponse:
    """The file, or 304 where the browser has it. Its random name is the tag: a new cover is a new name."""
    tag = f'"{path.rpartition("/")[2].partition(".")[0]}"'
    if tag in request.headers.get("If-None-Match", ""):
        response = HttpResponse(status=304)
    else:
        try:
            response = HttpResponse(picture_files.content(path), content_type="image/jpeg")
        except OSError:
            raise Http404 from None
        response.headers["Content-Disposition"] = f'inline; filename="{name}.jpg"'
    for header, content in HEADERS.items():
        response.headers[header] = content
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = (
        f"public, max-age={FRESH_S}, must-revalidate" if for_all else "private, no-cache"
    )
    return response
