"""Files: what people upload, what the system prints, what is signed. They know nothing of dossiers."""

from django.db import models

from motcua.lib.ids import uuid7


class StoredFile(models.Model):
    """A file kept under its content's digest. Never changed; a new content is a new file."""

    class Origin(models.TextChoices):
        UPLOAD = "upload", "Người dân tải lên"
        SCAN = "scan", "Quét tại quầy"
        PRINTED = "printed", "Hệ thống lập"
        RESULT = "result", "Kết quả đã ký"
        CARRIED = "carried", "Chuyển từ hệ thống trước"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    pages = models.PositiveIntegerField(default=1)
    key = models.CharField(max_length=200)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    notes = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """A file on its way in, in pieces, so that a cut connection loses nothing (tus 1.0)."""

    class State(models.TextChoices):
        RECEIVING = "receiving", "Đang nhận"
        FINISHED = "finished", "Đã nhận đủ"
        REFUSED = "refused", "Không nhận được"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner_id = models.BigIntegerField(db_index=True)
    purpose = models.CharField(max_length=150)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    limits = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=State.choices, default=State.RECEIVING)
    refusal = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(offset__lte=models.F("size")), name="upload_within_size"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.offset}/{self.size}"
