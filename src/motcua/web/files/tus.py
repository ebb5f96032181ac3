"""Files in pieces over HTTP: tus 1.0.0 (https://tus.io/protocols/resumable-upload), for upload.js.

A refusal is an answer of the 4xx kind with `{"error": "câu"}`; the client shows the sentence and does not try
again. Only 409 (the offset is another one) and 5xx make it ask how far we are and go on.
"""

import base64
import binascii
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.urls import reverse
from django.utils.http import http_date

from motcua.documents import uploads
from motcua.documents.files import UPLOAD_LIFETIME
from motcua.documents.models import Upload
from motcua.documents.uploads import WrongOffset
from motcua.identity.actor import Actor
from motcua.lib.errors import Forbidden, Refused
from motcua.web.files import place
from motcua.web.files.place import Place
from motcua.web.ui.doors import for_people
from motcua.web.ui.middleware import actor

VERSION: Final = "1.0.0"
EXTENSIONS: Final = "creation,creation-with-upload,expiration,termination"
PIECES: Final = "application/offset+octet-stream"
# Each of these is synced to disk by itself, so a long body that breaks off loses no more than this.
PIECE: Final = 1024 * 1024

_GONE: Final = "Không tìm thấy tệp đang tải. Hãy chọn lại tệp để tải từ đầu."
_NO_PLACE: Final = "Không tìm thấy hồ sơ này. Hãy tải lại trang."
_NOT_UNDERSTOOD: Final = "Trình duyệt gửi yêu cầu tải tệp không đúng cách. Hãy tải lại trang rồi thử lại."


class _Misspoken(Exception):
    """The request is not what the protocol asks for; nothing a person could do differently."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


Answer = Callable[..., HttpResponse]


def _speaks_tus(view: Answer) -> Answer:
    """The protocol's headers around a view, and its statuses for what goes wrong."""

    @wraps(view)
    def answered(request: HttpRequest, **place_of: UUID) -> HttpResponse:
        try:
            if request.method == "OPTIONS":
                response = _answer(204, {"Tus-Extension": EXTENSIONS})
            elif request.headers.get("Tus-Resumable") != VERSION:
                raise _Misspoken(412)
            else:
                response = view(request, **place_of)
        except _Misspoken as problem:
            response = _refusal(problem.status, _NOT_UNDERSTOOD)
        except Upload.DoesNotExist:
            response = _refusal(404, _GONE)
        except WrongOffset as problem:
            response = _refusal(409, problem.message, {"Upload-Offset": str(problem.offset)})
        except Forbidden as problem:
            response = _refusal(403, problem.message)
        except Refused as problem:
            response = _refusal(413 if problem.code == "too-big" else 422, problem.message)
        response["Tus-Resumable"] = response["Tus-Version"] = VERSION
        response["Cache-Control"] = "no-store"
        return response

    return for_people(answered)


@_speaks_tus
def uploads_(request: HttpRequest) -> HttpResponse:
    """Announce a file, for a component of a dossier; its first pieces may come along."""
    if request.method != "POST":
        raise _Misspoken(405)
    who = actor(request)
    told = _metadata(request.headers.get("Upload-Metadata", ""))
    found = place.find(who, told.get("dossier", ""), told.get("component", ""))
    if found is None:
        return _refusal(404, _NO_PLACE)
    there, limits = found
    size = _number(request, "Upload-Length")
    name = told.get("filename", "")
    upload = uploads.begin(actor=who, purpose=there.purpose, name=name, size=size, limits=limits)
    offset = _pour(request, who, upload, 0) if request.content_type == PIECES else 0
    address = reverse("files:upload", args=[upload.pk])
    return _answer(201, {"Location": address, "Upload-Offset": str(offset), **_until(upload)})


@_speaks_tus
def upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """How far we are; a piece; giving up."""
    who = actor(request)
    found = uploads.of(who).get(pk=upload_id)
    if request.method == "HEAD":
        if found.state == Upload.State.REFUSED:
            return _answer(410)
        offset, length = str(uploads.offset_of(found)), str(found.size)
        return _answer(200, {"Upload-Offset": offset, "Upload-Length": length, **_until(found)})
    if request.method == "DELETE":
        uploads.give_up(actor=who, upload_id=upload_id)
        return _answer(204)
    if request.method != "PATCH":
        raise _Misspoken(405)
    if request.content_type != PIECES:
        raise _Misspoken(415)
    offset_now = _pour(request, who, found, _number(request, "Upload-Offset"))
    return _answer(204, {"Upload-Offset": str(offset_now), **_until(found)})


def _pour(request: HttpRequest, who: Actor, into: Upload, offset: int) -> int:
    """Take in the body piece by piece; with the last byte the file is inspected and handed in."""
    for piece in _pieces(request):
        offset = uploads.receive(actor=who, upload_id=into.pk, offset=offset, chunk=piece)
    if offset == into.size:
        hand_in = Place.read(into.purpose).hand_in(who)
        uploads.finish(actor=who, upload_id=into.pk, hand_in=hand_in)
    return offset


def _pieces(request: HttpRequest) -> Iterator[bytes]:
    """The body, never whole in memory. At least one piece, so that the offset of an empty body is checked."""
    try:
        piece = request.read(PIECE)
        yield piece
        while len(piece) == PIECE:
            piece = request.read(PIECE)
            if piece:
                yield piece
    except UnreadablePostError:
        # The sender is gone; what arrived is kept, and nobody hears the answer.
        return


def _metadata(header: str) -> dict[str, str]:
    """«name base64,name base64» → texts by name."""
    told = {}
    for pair in header.split(","):
        name, _, coded = pair.strip().partition(" ")
        try:
            told[name] = base64.b64decode(coded, validate=True).decode()
        except (binascii.Error, ValueError) as problem:
            raise _Misspoken(400) from problem
    return told


def _number(request: HttpRequest, header: str) -> int:
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise _Misspoken(400)
    return int(text)


def _until(upload: Upload) -> dict[str, str]:
    return {"Upload-Expires": http_date((upload.created_at + UPLOAD_LIFETIME).timestamp())}


def _answer(status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse(status=status, headers=headers)


def _refusal(status: int, sentence: str, headers: dict[str, str] | None = None) -> HttpResponse:
    return JsonResponse({"error": sentence}, status=status, headers=headers)
