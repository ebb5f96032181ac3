"""Child dossiers: another agency's part of the same matter, with its own code, term and owner (NĐ 61/2018 Đ19
kh.6, 7). Reads: what hangs on a dossier, what is awaited, what may be begun, what is known already.
"""

import re
from collections.abc import Iterator

from motcua.catalogue.linked import Child
from motcua.catalogue.models import Version
from motcua.dossiers import content
from motcua.dossiers.lifecycle import ENDED, FINISHED
from motcua.dossiers.models import Dossier, DossierQuerySet
from motcua.forms.answers import Raw, as_raw
from motcua.forms.prefill import prefill, with_prefilled
from motcua.lib import moment
from motcua.lib.conditions import holds_or_absent

_NAMED = re.compile(r"\{([^{}]+)\}")
FAILED = ENDED - FINISHED
"""A child that ended so may be begun anew."""


def children_of(parent: Dossier) -> DossierQuerySet:
    """Its child dossiers that were sent, the earliest first, with what a line about them shows."""
    children = parent.children.filed().select_related(
        "version__procedure", "receiving_unit", "competent_unit", "parent"
    )
    return children.prefetch_related("results__file").order_by("created_at", "pk")


def begun(parent: Dossier) -> DossierQuerySet:
    """The children that are under way or came to a result, drafts included."""
    return parent.children.exclude(status__in=FAILED)


def awaited(parent: Dossier, step_key: str) -> Iterator[Dossier]:
    """The children for which this step has to wait: begun at it, and not decided."""
    keys = [each.key for each in parent.spec.children if each.waits and each.at == step_key]
    if keys:
        yield from children_of(parent).filter(child_key__in=keys).undecided()


def due_to_begin(parent: Dossier, begins: str, at: str | None = None) -> list[Child]:
    """What begins at this point of the parent's way and has not begun."""
    wanted = [each for each in parent.spec.children if (each.begins, each.at) == (begins, at)]
    if not wanted:
        return []
    there = set(begun(parent).values_list("child_key", flat=True))
    known = content.facts(parent)
    return [each for each in wanted if each.key not in there and holds_or_absent(each.when, known)]


def offered(parent: Dossier) -> list[Child]:
    """What the applicant may begin now, because the result it builds on is there."""
    if not any(each.by == "applicant" for each in parent.spec.children):
        return []
    done = set(parent.children.filter(status__in=FINISHED).values_list("child_key", flat=True))
    found = due_to_begin(parent, "result") if parent.state in FINISHED and not _declined(parent) else []
    for key in done:
        found += due_to_begin(parent, "child", key)
    return [each for each in found if each.by == "applicant"]


def _declined(parent: Dossier) -> bool:
    return any(result.is_refusal and result.issued_at is not None for result in parent.results.all())


def version_of(child: Child) -> Version | None:
    """The version in force today of the procedure a child goes by."""
    return Version.objects.version_for(child.procedure, moment.today())


def known_for(parent: Dossier, child: Child, version: Version) -> Raw:
    """The inputs of the child that need not be asked again: carried from the parent, made from its words, or
    known of the person. Nothing else of the parent goes to the other agency.
    """
    own, words = as_raw(parent.raw), content.words(parent)
    raw = {target: own[source] for target, source in child.carry.items() if any(own.get(source, ()))}
    for target, sentence in child.write.items():
        raw[target] = [_NAMED.sub(lambda name: words.get(name[1], ""), sentence)]
    entries = {".".join(name.split(".")[:2]) for name in raw if name.count(".") > 1}
    raw |= {entry: ["1"] for entry in entries}
    person = prefill(version.spec.form, content.person_sources(parent.submitter))
    return with_prefilled(raw, person)
