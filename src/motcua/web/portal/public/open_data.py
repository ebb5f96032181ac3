"""The catalogue for programs: JSON, CSV and the schema, streamed; who has the file already gets a 304."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import condition, require_safe

from motcua.catalogue.open_data import files
from motcua.catalogue.open_data.shape import schema_text
from motcua.lib import moment
from motcua.web.ui.doors import for_all


def _mark(request: HttpRequest, **place: str) -> str:
    return f'"{files.mark(moment.today())}"'


@for_all()
@require_safe
@condition(etag_func=_mark)
def as_json(request: HttpRequest) -> StreamingHttpResponse:
    """The whole catalogue as one JSON object."""
    return _file(files.json_pieces(moment.today()), "application/json", "thu-tuc.json")


@for_all()
@require_safe
@condition(etag_func=_mark)
def as_csv(request: HttpRequest, table: str) -> StreamingHttpResponse:
    """One table as CSV; columns in docs/reference/open-data.md."""
    if table not in files.TABLES:
        raise Http404
    return _file(files.csv_pieces(moment.today(), table), "text/csv; charset=utf-8", f"{table}.csv")


@for_all()
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of the JSON file."""
    return HttpResponse(schema_text(), content_type="application/schema+json")


def _file(pieces: Iterator[str], kind: str, name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(pieces, content_type=kind)
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "public, no-cache"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
