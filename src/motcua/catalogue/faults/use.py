"""What is asked and never used: personal data needs a purpose (Luật Bảo vệ dữ liệu cá nhân 2025)."""

from collections.abc import Iterator

from motcua.catalogue.faults.components import placeholders
from motcua.catalogue.faults.facts import conditions
from motcua.catalogue.report import Finding, hint
from motcua.catalogue.spec import ProcedureSpec
from motcua.forms.spec import rule_targets
from motcua.lib.conditions import names

_FIELD = "field:"


def findings(spec: ProcedureSpec) -> Iterator[Finding]:
    """Fields that nothing depends on and that go onto no paper.

    Where the e-form is itself a paper of the dossier (`from_form`), whatever it asks is used there. Elsewhere
    the officer may need to read it: so a hint, and the author decides.
    """
    if any(component.from_form for component in spec.components):
        return
    used = {name.partition(".")[0] for name in _used(spec)}
    for page_at, page in enumerate(spec.form.pages):
        for at, field in enumerate(page.fields):
            if field.key not in used and not field.prefill.startswith("person"):
                message = f"Tờ khai hỏi «{field.label}» nhưng không dùng vào đâu; nếu không cần thì hãy bỏ."
                yield hint("field-unused", ("form", "pages", page_at, "fields", at), message)


def _used(spec: ProcedureSpec) -> Iterator[str]:
    """The names some condition, price, agency, result, rule or child dossier rests on."""
    for _, condition in conditions(spec):
        yield from names(condition)
    for result in spec.results:
        yield from (name for paragraph in result.body for name in placeholders(paragraph))
    for fee in spec.fees:
        yield fee.quantity or ""
        yield from (row.tiers.pages for row in fee.rows if row.tiers)
    for row in spec.competence:
        yield (row.at or "").removeprefix(_FIELD)
    for child in spec.children:
        yield from child.carry.values()
        yield from (name for text in child.write.values() for name in placeholders(text))
    for rule in spec.form.rules:
        yield from rule_targets(rule)
