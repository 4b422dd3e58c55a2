"""The receipt of one line of a history: a file to keep, or a QR code to print."""

from io import BytesIO
from uuid import UUID

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qala.journal.policies import shown_reference
from qala.journal.receipts import place_of, receipt_of
from qala.kernel.refusals import Refusal

PIXELS = 4


@require_safe
def of_line(request: HttpRequest, key: str, uid: UUID, form: str) -> HttpResponse:
    """Whoever may read the line may keep its receipt."""
    roles = frozenset(getattr(request, "roles", ()))
    place = place_of(key, str(uid)) if shown_reference(key, getattr(request, "person", None), roles) else None
    if place is None:
        raise Http404
    receipt = receipt_of(*place)
    if receipt.proof is None:
        raise Refusal(_("This is recorded and not yet sealed. Come back in a minute."), code="not_sealed", status=409)
    if form == "svg":
        return HttpResponse(_square(receipt.content), content_type="image/svg+xml")
    response = HttpResponse(receipt.content, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{uid}.tlog-proof"'
    return response


def _square(content: str) -> bytes:
    """The whole receipt as one QR code: about two kilobytes, so print it no smaller than a hand."""
    picture, drawn = segno.make_qr(content.encode(), error="L"), BytesIO()
    picture.save(drawn, kind="svg", scale=PIXELS, svgclass=None, lineclass=None)
    return drawn.getvalue()
