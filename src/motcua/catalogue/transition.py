"""Điều khoản chuyển tiếp: what a new version says about dossiers that run under an older one.

A text applies to what happens while it is in force and reaches back only where it says so itself (Luật
64/2025/QH15). So the default is to keep, and anything else names the text that says it
(docs/decisions/0022-moving-running-dossiers.md).
"""

from dataclasses import dataclass
from datetime import date

from django.db import models

from motcua.lib.dates import short_date
from motcua.lib.errors import Refused

_SHORTEST_BASIS = 5


class ClauseKind(models.TextChoices):
    """What becomes of a running dossier when the version takes effect."""

    KEEP = "keep", "Hồ sơ đang chạy giữ bản cũ"
    MOVE = "move", "Hồ sơ đang chạy chuyển sang bản mới"
    CONSENT = "consent", "Hồ sơ đang chạy chuyển sang bản mới nếu người dân đồng ý"


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause. `answer_by`: the last day on which the citizen may agree; silence means that the dossier
    stays. `longer_term`: the text says that the new term holds even where it ends later than promised.
    """

    kind: str = ClauseKind.KEEP
    basis: str = ""
    answer_by: date | None = None
    longer_term: bool = False

    @property
    def words(self) -> str:
        """As the history and papers name it."""
        basis = f" ({self.basis})" if self.basis else ""
        return f"{ClauseKind(self.kind).label}{basis}"


KEEP = Clause()


def check_clause(clause: Clause, *, effective_from: date, today: date) -> None:
    """Raises Refused, with the field that is wrong, when a version may not be published with this clause."""
    if clause.kind not in ClauseKind.values:
        raise Refused("Hãy chọn một cách chuyển tiếp trong danh sách.", field="transition", code="no-clause")
    if clause.kind == ClauseKind.KEEP:
        if clause.answer_by is not None or clause.longer_term:
            raise Refused(
                "Hồ sơ giữ bản cũ thì không có hạn trả lời và không đổi thời hạn.",
                field="transition",
                code="clause-keep",
            )
        return
    if len(clause.basis.strip()) < _SHORTEST_BASIS:
        raise Refused(
            "Hãy ghi căn cứ của điều khoản chuyển tiếp: số văn bản và điều.",
            field="transition_basis",
            code="clause-basis",
        )
    if clause.kind == ClauseKind.MOVE:
        if clause.answer_by is not None:
            raise Refused(
                "Chỉ hỏi ý kiến người dân mới có hạn trả lời.", field="answer_by", code="clause-answer"
            )
        return
    first = max(effective_from, today)
    if clause.answer_by is None or clause.answer_by < first:
        raise Refused(
            f"Hãy ghi ngày cuối cùng người dân trả lời, từ {short_date(first)} trở đi.",
            field="answer_by",
            code="clause-answer",
        )
