"""What can be found about a procedure, each sort under a word that stays the same whatever its sentence.

Programs read these words (`./motcua procedure check --json`); what each means and the law behind it is
docs/reference/procedure-lint.md, which a test keeps complete.
"""

from typing import Literal, get_args

from motcua.workflow.routes import FaultCode

FileCode = Literal[
    "file-unreadable",
    "file-name",
    "key-not-a-word",
    "key-twice",
    "key-unknown",
    "value-missing",
    "value-unknown",
    "value-wrong",
    "key-repeated",
    "key-clash",
    "days-reversed",
    "unverified",
]
ServiceCode = Literal[
    "boundary",
    "channels-and-level",
    "level-without-reason",
    "guide-too-short",
    "legal-basis-missing",
    "no-everyday-names",
    "no-life-event",
    "competence-last-row",
    "competence-shadowed",
    "competence-level",
    "competence-agency",
    "competence-place",
]
CaseCode = Literal[
    "condition-unknown-fact",
    "condition-not-a-number",
    "condition-unknown-value",
    "too-many-combinations",
    "answers-without-case",
    "case-unreachable",
    "case-without-result",
    "term-missing",
    "term-without-basis",
    "channel-not-offered",
    "online-slower",
    "question-options",
    "question-unused",
    "example-missing",
    "example-field",
    "example-answer",
    "example-answer-not-asked",
    "example-other-case",
    "example-fails",
]
PaperCode = Literal[
    "held-and-form",
    "held-by-state-uploaded",
    "held-by-state-asked",
    "form-shown",
    "original-without-paper",
    "component-without-count",
    "alternative-alone",
    "presence-step",
    "result-unknown",
    "result-unused",
    "result-without-code",
    "result-code-form",
    "result-placeholder",
]
FeeCode = Literal[
    "fee-without-price",
    "fee-two-prices",
    "fee-kind",
    "fee-number",
    "fee-silent-channel",
    "benefit-twice",
    "benefit-without-basis",
    "council-ambiguous",
]
ChildCode = Literal[
    "child-key", "child-procedure", "child-begins", "child-waits", "child-ends", "child-source"
]
Code = FileCode | ServiceCode | CaseCode | PaperCode | FeeCode | ChildCode | FaultCode


def all_codes() -> frozenset[str]:
    """Every code there is."""
    return frozenset(code for part in get_args(Code) for code in (get_args(part) or (part,)))
