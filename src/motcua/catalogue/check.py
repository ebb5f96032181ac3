"""Whether a procedure may be published: every fault with its file, line and a plain Vietnamese sentence.

Errors block publication, warnings do not. Numbers marked `unverified` are listed apart («Số liệu cần đối
chiếu»): they are honest, but somebody has to compare them before the province relies on them.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from motcua.catalogue import wording
from motcua.catalogue.examples import tried
from motcua.catalogue.faults import (
    cases,
    children,
    components,
    facts,
    online,
    reach,
    service,
    tariff,
    use,
    versions,
)
from motcua.catalogue.faults.versions import Days
from motcua.catalogue.report import Fault, Finding, Report, error, in_order, path_text
from motcua.catalogue.result_codes import known_results
from motcua.catalogue.source import Source, read
from motcua.catalogue.spec import MINUTES_PER_DAY, ProcedureSpec
from motcua.workflow.routes import check_route, path_minutes
from motcua.workflow.spec import MINUTES_PER_HOUR


def check_file(path: Path, *, shown_as: str = "") -> tuple[Report, ProcedureSpec | None]:
    """Everything found in a file, and the procedure itself when the file could be understood at all."""
    return check_source(read(path, shown_as=shown_as), file_name=path.name)


def check_source(source: Source, *, file_name: str = "") -> tuple[Report, ProcedureSpec | None]:
    """The same for a file already read. A `file_name` must be the code of the procedure."""
    found, spec = list(source.findings), None
    if source.data is not None:
        more, spec = check_data(source.data)
        found += more
    if spec is not None and file_name and file_name.removesuffix(".yaml") != spec.code:
        message = f"Tên tệp «{file_name}» phải là mã thủ tục: «{spec.code}.yaml»."
        found.append(error("file-name", ("code",), message))
    return Report(source.file, in_order(source.fault(each) for each in found)), spec


def check_data(
    data: Any, *, results: Collection[str] = (), published: Sequence[Days] = ()
) -> tuple[list[Finding], ProcedureSpec | None]:
    """Everything found in what a file says, and the procedure itself when it could be understood at all.

    `results` and `published` as in `check_spec`.
    """
    try:
        spec = ProcedureSpec.model_validate(data)
    except ValidationError as failure:
        return list(wording.findings(failure, data, ProcedureSpec)), None
    return [*findings(spec, results), *versions.findings(spec, published)], spec


def check_spec(
    spec: ProcedureSpec, *, results: Collection[str] = (), published: Sequence[Days] = ()
) -> Report:
    """Everything found in a procedure that has no file.

    `results`: codes of results known besides those shipped, such as those of its national record.
    `published`: the days of its versions so far, beside which it would be published.
    """
    found = (*findings(spec, results), *versions.findings(spec, published))
    return report_on(spec, found)


def report_on(spec: ProcedureSpec, found: Iterable[Finding]) -> Report:
    """These findings as a report on a procedure that has no file."""
    faults = (Fault(f.kind, spec.code, 0, path_text(f.place), f.message, f.code) for f in found)
    return Report(spec.code, in_order(faults))


def findings(spec: ProcedureSpec, results: Collection[str] = ()) -> Iterator[Finding]:
    """Every legal and structural finding about a procedure."""
    unclear = list(facts.findings(spec))
    yield from unclear
    if not unclear:
        # Whether a branch can be come to has no answer while its conditions speak of what does not exist.
        yield from reach.findings(spec)
    for part in (service, cases, online, use, tariff, children):
        yield from part.findings(spec)
    yield from components.findings(spec, known_results() | set(results))
    for example in tried(spec):
        for failure in example.failures:
            yield error("example-fails", failure.place, failure.sentence)
    yield from _route(spec)
    yield from marks(spec)


def _route(spec: ProcedureSpec) -> Iterator[Finding]:
    faults = check_route(spec.route)
    for fault in faults:
        yield error(fault.code, ("route", *fault.path), fault.message)
    if faults:
        return
    needed = path_minutes(spec.route)
    for case in spec.cases:
        allowed = min((term.minutes for term in case.terms), default=needed)
        if needed > allowed:
            yield error(
                "route-longer-than-term",
                ("route",),
                f"Quy trình cần {_hours(needed)} giờ làm việc nhưng thời hạn của trường hợp «{case.name}»"
                f" chỉ chắc chắn có {_hours(allowed)} giờ ({allowed / MINUTES_PER_DAY:.3g} ngày làm việc).",
            )


def _hours(minutes: int) -> str:
    return f"{minutes / MINUTES_PER_HOUR:.4g}".replace(".", ",")


def marks(spec: ProcedureSpec) -> Iterator[Finding]:
    """Every mark of doubt: what has still to be compared («cần đối chiếu»)."""
    for place, part in facts.parts(spec):
        reason = getattr(part, "unverified", "")
        if reason:
            yield Finding("unverified", place, reason, "unverified")
