"""How GeoReport is heard and answered: exact types, errors in the asked format, nothing guessed."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from qala.kernel.refusals import Refusal
from qala.proposals.rules.georeport import spelling
from qala.proposals.rules.georeport.filters import unknown_jurisdiction
from qala.proposals.rules.georeport.nouns import Problem, content_type, http_status, split_format
from qala.proposals.rules.typed import BROKEN

Pairs = list[tuple[str, str]]
READ = ("GET", "HEAD")
MOST_FIELDS = 500
MOST_BYTES = 3 * settings.PHOTO_MAX_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class Complaint(Exception):
    """What is wrong with a call; becomes the list of errors."""

    def __init__(self, *problems: Problem, status: int = 0) -> None:
        super().__init__(*problems)
        self.problems = problems
        self.status = status or http_status(problems)


@dataclass(frozen=True)
class Sent:
    """A form as it came; `files` are Django's uploads."""

    fields: Pairs
    files: list[Any]

    def first(self, name: str) -> str:
        return next((value.strip() for key, value in self.fields if key == name and value.strip()), "")


def answer(extension: str, root: str, tree: object, *, status: int = 200, bare: bool = False) -> HttpResponse:
    """A tree as JSON or XML with the exact type; readable from any page, for it is public."""
    if extension == "json":
        body = json.dumps(tree, ensure_ascii=False, default=str).encode()
    else:
        body = spelling.xml(root, tree)
    response = HttpResponse(body, status=status, content_type=content_type(extension, is_discovery=bare))
    response["Access-Control-Allow-Origin"] = "*"
    return response


def errors(extension: str, *problems: Problem, status: int = 0) -> HttpResponse:
    return answer(extension, "errors", spelling.errors(problems), status=status or http_status(problems))


def split(last: str) -> tuple[str, str]:
    """Code and format of the last part of a path; codes may contain dots."""
    found = split_format(last)
    if found is None:
        raise Complaint(Problem(404, "Say the format: this address ends in .json or .xml."))
    return found


def speaks(*methods: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view of GeoReport: whatever goes wrong is told as the specification wants it, in the asked format."""

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def speak(request: HttpRequest, **named: Any) -> HttpResponse:
            extension = _extension(request)
            try:
                if request.method not in methods:
                    return _other_method(request, extension, methods)
                return view(request, **named)
            except Complaint as complaint:
                return errors(extension, *complaint.problems, status=complaint.status)
            except Refusal as refusal:
                return errors(extension, Problem(403 if refusal.status == 403 else 400, str(refusal.reason)))
            except (SuspiciousOperation, MultiPartParserError, UnreadablePostError):
                return errors(extension, Problem(400, "The form is too large, has too many fields, or is broken."))
            except OperationalError:
                response = errors(extension, Problem(503, "The register is away. Nothing was stored."), status=503)
                response["Retry-After"] = "10"
                return response

        return csrf_exempt(speak)

    return wrap


def _extension(request: HttpRequest) -> str:
    """The format of the answer; XML where none is said, as the specification makes it mandatory."""
    found = split_format(request.path.rpartition("/")[2])
    if found:
        return found[1]
    return preferred(request)


def preferred(request: HttpRequest) -> str:
    """The format a client asks for by its header."""
    return "json" if request.get_preferred_type(["text/xml", "application/json"]) == "application/json" else "xml"


def _other_method(request: HttpRequest, extension: str, methods: tuple[str, ...]) -> HttpResponse:
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Allow-Methods"] = ", ".join((*methods, "OPTIONS"))
    else:
        response = errors(extension, Problem(405, "This address does not take this method."), status=405)
    response["Allow"] = ", ".join((*methods, "OPTIONS"))
    return response


def arguments(request: HttpRequest) -> dict[str, str]:
    """What stands behind the question mark, in UTF-8 and nothing else."""
    return dict(_pairs(request.META.get("QUERY_STRING", "")))


def _pairs(text: str) -> Pairs:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except UnicodeDecodeError:
        raise Complaint(Problem(400, "Send UTF-8: some letters could not be read.")) from None
    except ValueError:
        raise Complaint(Problem(400, f"At most {MOST_FIELDS} fields can be sent.")) from None
    if any("\0" in name + value for name, value in pairs):
        raise Complaint(Problem(400, "A zero byte stands in what was sent."))
    return pairs


def form(request: HttpRequest) -> Sent:
    """The fields and files of a POST. Key and jurisdiction may stand in the address too."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise Complaint(Problem(400, f"At most {MOST_BYTES // 1024 // 1024} MB can be sent at once."))
    charset = (request.content_params or {}).get("charset", "utf-8")
    if charset.lower().replace("-", "") != "utf8":
        raise Complaint(Problem(400, "Send UTF-8."))
    if request.content_type == FORMS[1]:
        fields, files = _multipart(request)
    elif request.content_type in (FORMS[0], ""):
        fields, files = _encoded(request.body), []
    else:
        raise Complaint(Problem(400, f"Send a form as {FORMS[0]} or {FORMS[1]}."))
    behind = [pair for pair in arguments(request).items() if pair[0] in ("api_key", "jurisdiction_id")]
    return Sent([*fields, *behind], files)


def _encoded(body: bytes) -> Pairs:
    try:
        return _pairs(body.decode("utf-8"))
    except UnicodeDecodeError:
        raise Complaint(Problem(400, "Send UTF-8: some letters could not be read.")) from None


def _multipart(request: HttpRequest) -> tuple[Pairs, list[Any]]:
    pairs = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    if any(BROKEN in name + value for name, value in pairs):
        raise Complaint(Problem(400, "Send UTF-8: some letters could not be read."))
    files = [file for name in ("media", "media[]") for file in request.FILES.getlist(name)]
    return pairs, files


def insist_on_jurisdiction(given: str) -> None:
    """Another city's id is not found here; none is ours."""
    problems = unknown_jurisdiction(given, settings.OPEN311_JURISDICTION)
    if problems:
        raise Complaint(*problems)
