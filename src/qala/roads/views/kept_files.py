"""Photos and papers of works and digs, for the offices of the road: people and cars may be on them."""

from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from qala.kernel.refusals import require
from qala.people.reading import reader
from qala.roads.models import Evidence, Paper, RoadPhoto
from qala.roads.policies import may_open_works_desk


@login_required
@require_safe
def kept_file(request: HttpRequest, sha256: str) -> HttpResponse:
    """One file by its fingerprint."""
    require(may_open_works_desk(reader(request)))
    found = (
        model.objects.filter(sha256=sha256).values_list("path", flat=True) for model in (Evidence, RoadPhoto, Paper)
    )
    path = next((path for paths in found for path in paths), "")
    if not path or not default_storage.exists(path):
        raise Http404
    is_pdf = path.endswith(".pdf")
    with default_storage.open(path) as stream:
        answer = HttpResponse(stream.read(), content_type="application/pdf" if is_pdf else "image/jpeg")
    answer.headers["Content-Disposition"] = f'inline; filename="{sha256[:12]}.{"pdf" if is_pdf else "jpg"}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
