"""The numbered forms of the law."""

from django.db import models

from motcua.dossiers.models.dossier import Dossier
from motcua.lib.ids import uuid7


class PrintedForm(models.Model):
    """A numbered form of the law (01–06) with the facts of its moment; the PDF
    is made from them on demand.
    """

    class Kind(models.TextChoices):
        RECEIPT = "01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
        SUPPLEMENT = "02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"
        REFUSAL = "03", "Phiếu từ chối tiếp nhận giải quyết hồ sơ"
        APOLOGY = "04", "Văn bản xin lỗi và đề nghị gia hạn"
        STOP = "05", "Thông báo dừng giải quyết hồ sơ"
        CONTROL = "06", "Phiếu kiểm soát quá trình giải quyết hồ sơ"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="printed_forms")
    kind = models.CharField(max_length=2, choices=Kind.choices)
    number = models.CharField(max_length=80)
    facts = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
