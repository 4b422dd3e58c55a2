"""Forms in memory: what the fast parser reads is what Django's own would have read."""

import base64
from io import BytesIO

import pytest
from django.core.exceptions import TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.test import RequestFactory

from qala.config.uploads import FormsInMemory

BORDER = "----phone"


def part(name, value, *more):
    head = "".join(f"\r\n{line}" for line in more)
    return f'--{BORDER}\r\nContent-Disposition: form-data; name="{name}"{head}\r\n\r\n'.encode() + value + b"\r\n"


def photo(name, filename, value):
    head = f'name="{name}"; filename="{filename}"\r\nContent-Type: image/jpeg'
    return f"--{BORDER}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + value + b"\r\n"


def read(*parts, end=True, handlers=None):
    body = b"".join(parts) + (f"--{BORDER}--\r\n".encode() if end else b"")
    meta = {"CONTENT_TYPE": f"multipart/form-data; boundary={BORDER}", "CONTENT_LENGTH": str(len(body))}
    return MultiPartParser(meta, BytesIO(body), handlers or [FormsInMemory()], "utf-8").parse()


FORM = [
    part("text", "Аялдамада жарық жоқ\r\nекінші жол".encode()),
    part("text", b"again"),
    part("empty", b""),
    part("broken", b"\xff\xfe"),
    part("coded", base64.b64encode(b"plain"), "Content-Transfer-Encoding: base64"),
    photo("photo", "../../etc/IMG_1.jpg", b"\xff\xd8\x00--\r\n\x01"),
    photo("photo", "", b""),
]


def test_fields_and_files_are_those_of_djangos_parser():
    mine, files = read(*FORM)
    theirs, their_files = read(*FORM, handlers=[MemoryFileUploadHandler()])
    assert mine == theirs
    assert mine.getlist("text") == ["Аялдамада жарық жоқ\r\nекінші жол", "again"]
    ours, other = files["photo"], their_files["photo"]
    assert (ours.name, ours.size, ours.content_type, ours.read()) == ("IMG_1.jpg", other.size, "image/jpeg", other.read())
    assert len(files.getlist("photo")) == 1


def test_a_body_cut_off_on_the_way_is_refused():
    with pytest.raises(MultiPartParserError):
        read(part("text", b"half a sen"), end=False)


def test_too_many_fields_and_files_are_refused(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS, settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3, 1
    with pytest.raises(TooManyFieldsSent):
        read(*(part(f"n{at}", b"") for at in range(5)))
    with pytest.raises(TooManyFilesSent):
        read(photo("a", "a.jpg", b"1"), photo("b", "b.jpg", b"2"))


def test_a_long_body_is_left_to_django(settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    form = {"text": "жарық", "photo": BytesIO(b"x" * 500)}
    form["photo"].name = "big.jpg"
    request = RequestFactory().post("/new/", form)
    assert request.POST["text"] == "жарық"
    assert request.FILES["photo"].size == 500
    assert hasattr(request.FILES["photo"], "temporary_file_path")
    request.close()
