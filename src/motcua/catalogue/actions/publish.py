"""Publishing: a procedure file becomes a version that dossiers can be filed under."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from motcua.audit.actions import record
from motcua.catalogue import words
from motcua.catalogue.check import check_file, check_spec, marks, report_on
from motcua.catalogue.faults import versions
from motcua.catalogue.models import CatalogueState, Content, Field, Procedure, Version
from motcua.catalogue.queries import published_days
from motcua.catalogue.report import Report
from motcua.catalogue.spec import ProcedureSpec
from motcua.catalogue.transition import KEEP, Clause, check_clause
from motcua.identity.actor import ADMIN, SYSTEM, Actor
from motcua.lib import moment
from motcua.lib.errors import Forbidden, Refused

SHIPPED = Path(__file__).parent.parent / "data"
_NAMED_FAULTS = 3


@dataclass(frozen=True, slots=True)
class Published:
    """A version, and whether this call made it (`new`) or it was published before."""

    version: Version
    new: bool


def publish(
    *,
    actor: Actor,
    spec_or_path: ProcedureSpec | Path,
    now: datetime | None = None,
    named: str = "",
    transition: Clause = KEEP,
) -> Published:
    """Publish a procedure: from a file, or already read. What is published already is left as it is.

    `transition` says what becomes of running dossiers when the version takes effect.
    Raises Forbidden for anyone but an administrator or the system, Refused when the check finds an error.
    """
    check_may_publish(actor)
    report, spec = (
        check_file(spec_or_path, shown_as=named)
        if isinstance(spec_or_path, Path)
        else (check_spec(spec_or_path), spec_or_path)
    )
    if spec is None or not report.publishable:
        raise Refused(_blocking(report), code="faults")
    at = now or moment.now()
    check_clause(transition, effective_from=spec.effective_from, today=at.astimezone(moment.TZ).date())
    # What is doubtful about another province's tariff is nobody's work here.
    doubts = sum(1 for _ in marks(spec.of_province(settings.PROVINCE["code"])))
    return _publish(actor, spec, doubts, at, transition)


def load_shipped(actor: Actor, *, folder: Path = SHIPPED, now: datetime | None = None) -> list[Published]:
    """Publish every procedure file that comes with the system, all of them or none."""
    with transaction.atomic():
        return [
            publish(actor=actor, spec_or_path=path, now=now, named=path.name)
            for path in sorted(folder.rglob("*.yaml"))
        ]


def repeal(*, actor: Actor, code: str, last_day: date) -> Procedure:
    """Bãi bỏ: after `last_day` nobody can file; dossiers already filed keep their version and run on."""
    check_may_publish(actor)
    with transaction.atomic():
        procedure = Procedure.objects.select_for_update().filter(pk=code).first()
        if procedure is None:
            raise Refused(f"Không có thủ tục mã «{code}».", code="unknown")
        running = Version.objects.filter(procedure=procedure).exclude(effective_to__lt=last_day)
        running.update(effective_to=last_day)
        procedure.state = Procedure.State.REPEALED if last_day < moment.today() else Procedure.State.IN_FORCE
        procedure.save(update_fields=["state"])
        CatalogueState.touch()
        _record(actor, "repeal", code, last_day=last_day.isoformat())
    return procedure


def settle(*, on: date) -> int:
    """Let lists and searches show the versions in force on that day; how many procedures changed.

    Filing needs no settling: `Version.objects.version_for` asks by day. This only keeps the texts of
    `Procedure`.
    """
    changed = 0
    for version in Version.objects.all_for(on):
        if version.procedure.listed_number != version.number:
            _list(version.procedure, version)
            changed += 1
    return changed


def check_may_publish(actor: Actor) -> None:
    """Only an administrator or the system itself publishes. Raises Forbidden."""
    if actor.kind != SYSTEM and not actor.has(ADMIN):
        raise Forbidden("Chỉ quản trị mới được công bố thủ tục.", code="not_admin")


def _publish(
    actor: Actor, spec: ProcedureSpec, unverified: int, now: datetime, transition: Clause
) -> Published:
    digest = spec.digest
    with transaction.atomic():
        procedure = _procedure(spec)
        last = Version.objects.filter(procedure=procedure).order_by("-number").first()
        if last is not None and last.content_id == digest:
            return Published(last, new=False)
        _check_days(procedure, spec)
        Content.objects.get_or_create(digest=digest, defaults={"data": spec.data()})
        version = Version.objects.create(
            procedure=procedure,
            number=last.number + 1 if last else 1,
            effective_from=spec.effective_from,
            effective_to=spec.effective_to,
            content_id=digest,
            published_at=now,
            published_by_label=actor.label[:200],
            unverified_count=unverified,
            transition=transition.kind,
            transition_basis=transition.basis.strip()[:300],
            answer_by=transition.answer_by,
            longer_term=transition.longer_term,
        )
        if _shows(procedure, version, first=last is None, on=now.astimezone(moment.TZ).date()):
            _list(procedure, version)
        said = {"transition": version.clause.words} if transition != KEEP else {}
        _record(
            actor, "publish", spec.code, number=version.number, digest=digest, unverified=unverified, **said
        )
    return Published(version, new=True)


def _check_days(procedure: Procedure, spec: ProcedureSpec) -> None:
    """Refuse days between two versions on which nobody could file; after a repeal they are meant."""
    if procedure.state == Procedure.State.REPEALED:
        return
    report = report_on(spec, versions.findings(spec, published_days(spec.code)))
    if not report.publishable:
        raise Refused(_blocking(report), code="faults")


def _shows(procedure: Procedure, version: Version, *, first: bool, on: date) -> bool:
    """Whether lists show this version now: what was told of as information stays so until a first begins."""
    if first and procedure.state != Procedure.State.INFORMATION:
        return True
    return Version.objects.version_for(procedure.code, on) == version


def _procedure(spec: ProcedureSpec) -> Procedure:
    """The procedure's row, locked so that two publications cannot take the same number."""
    field, _ = Field.objects.get_or_create(code=spec.field.code, defaults={"name": spec.field.name})
    Procedure.objects.get_or_create(code=spec.code, defaults=_listing(spec) | {"field": field})
    return Procedure.objects.select_for_update().get(pk=spec.code)


def _list(procedure: Procedure, version: Version) -> None:
    """Make the procedure's row say what this version says."""
    spec = version.spec
    Field.objects.update_or_create(code=spec.field.code, defaults={"name": spec.field.name})
    values = _listing(spec) | {"field_id": spec.field.code, "listed_number": version.number}
    values["state"] = Procedure.State.IN_FORCE
    for name, value in values.items():
        setattr(procedure, name, value)
    procedure.save(update_fields=list(values))
    CatalogueState.touch()


def _listing(spec: ProcedureSpec) -> dict[str, object]:
    return {
        "name": spec.name,
        "summary": spec.summary,
        "levels": list(spec.levels),
        "audience": list(spec.audience),
        "service_level": spec.service_level,
        "online": "online" in spec.channels,
        "counter": "counter" in spec.channels,
        "post": "post" in spec.channels,
        "name_text": words.indexed(spec.name),
        "known_text": words.indexed(spec.name, *spec.also_known_as),
        "search_text": words.indexed(
            spec.name,
            *spec.also_known_as,
            spec.summary,
            spec.field.name,
            spec.code,
            spec.code.replace(".", ""),
        ),
        "tags": _tags(spec),
    }


def _tags(spec: ProcedureSpec) -> str:
    kinds: dict[str, Iterable[str]] = {
        "level": spec.levels,
        "audience": spec.audience,
        "event": spec.life_events,
        "agency": dict.fromkeys(row.agency for row in spec.competence),
    }
    return "".join(f" {kind}:{value}" for kind, values in kinds.items() for value in values) + " "


def _blocking(report: Report) -> str:
    named = " ".join(str(fault) for fault in report.errors[:_NAMED_FAULTS])
    more = len(report.errors) - _NAMED_FAULTS
    rest = f" Còn {more} lỗi khác." if more > 0 else ""
    return f"Chưa công bố được. {named}{rest}"


def _record(actor: Actor, verb: str, code: str, **content: object) -> None:
    record(
        actor=actor.label,
        verb=f"catalogue.{verb}",
        subject_type="procedure",
        subject_id=code,
        content=content,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
    )
