"""Photos and papers of works and digs, for whoever may open the case: people and cars may be on them."""

from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from qala.kernel.refusals import require
from qala.people.reading import reader
from qala.roads.policies import may_open_case, may_open_every_case, may_open_works_desk
from qala.roads.queries.cases import kept_rows


@login_required
@require_safe
def kept_file(request: HttpRequest, sha256: str) -> HttpResponse:
    """One file by its fingerprint; contractors and operators see what was kept with their own cases."""
    by = reader(request)
    require(may_open_works_desk(by))
    rows = kept_rows(sha256)
    path = next((path for path, _case in rows), "")
    if not path or not default_storage.exists(path):
        raise Http404
    require(may_open_every_case(by) or any(case is not None and may_open_case(by, case) for _path, case in rows))
    is_pdf = path.endswith(".pdf")
    with default_storage.open(path) as stream:
        answer = HttpResponse(stream.read(), content_type="application/pdf" if is_pdf else "image/jpeg")
    answer.headers["Content-Disposition"] = f'inline; filename="{sha256[:12]}.{"pdf" if is_pdf else "jpg"}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
