"""A file in pieces (RFC 9110, 14): what PMTiles readers ask of a server."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import parse_etags, quote_etag

ONE_RANGE = re.compile(r"^bytes=(\d{0,18})-(\d{0,18})$")
PIECE = 64 * 1024


def ranged_file(request: HttpRequest, path: Path, content_type: str) -> HttpResponseBase:
    """Answer with the file, with the asked range (206), "not changed" (304) or "no such range" (416).

    Several ranges in one question are answered with the whole file, as the standard allows.
    """
    stat = path.stat()
    etag = quote_etag(f"{stat.st_size:x}-{stat.st_mtime_ns:x}")
    answer = _answer(request, path, stat.st_size, etag)
    if answer.status_code in {200, 206}:
        answer["Content-Type"] = content_type
    answer["ETag"] = etag
    answer["Accept-Ranges"] = "bytes"
    answer["Cache-Control"] = "public, max-age=300"
    return answer


def _answer(request: HttpRequest, path: Path, size: int, etag: str) -> HttpResponseBase:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if etag in known or "*" in known:
        return HttpResponse(status=304)
    asked = request.headers.get("Range", "")
    if asked and request.headers.get("If-Range", etag) == etag:
        match = ONE_RANGE.match(asked.replace(" ", ""))
        if match and (match[1] or match[2]):
            return _piece(path, size, match[1], match[2])
    answer = StreamingHttpResponse(_read(path, 0, size))
    answer["Content-Length"] = str(size)
    return answer


def _piece(path: Path, size: int, first: str, last: str) -> HttpResponseBase:
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    empty_suffix = not first and int(last) == 0
    if start >= size or end < start or empty_suffix:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    answer = StreamingHttpResponse(_read(path, start, end - start + 1), status=206)
    answer["Content-Range"] = f"bytes {start}-{end}/{size}"
    answer["Content-Length"] = str(end - start + 1)
    return answer


def _read(path: Path, start: int, length: int) -> Iterator[bytes]:
    with path.open("rb") as stream:
        stream.seek(start)
        while length > 0 and (piece := stream.read(min(PIECE, length))):
            length -= len(piece)
            yield piece
