"""A file somebody wants checked: read into memory only, never written to disk, forgotten with the request."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

MOST_MB = 20
_MOST = MOST_MB << 20


class InMemory(FileUploadHandler):
    """Keeps the one file of a form as bytes in `content`; more than 20 MB ends the upload."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.pieces: list[bytes] = []
        self.size = 0
        self.too_large = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        if self.size > _MOST:
            self.too_large = True
            self.pieces.clear()
            raise StopUpload(connection_reset=False)
        self.pieces.append(raw_data)

    def file_complete(self, file_size: int) -> Any:
        """Nothing goes on to `request.FILES`: the bytes stay here."""

    @property
    def content(self) -> bytes:
        return b"".join(self.pieces)


def in_memory(request: HttpRequest) -> InMemory:
    """Take over the upload of this request; must happen before anybody reads its POST."""
    handler = InMemory(request)
    request.upload_handlers = [handler]
    return handler
