from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0017_register_received_at")]

    operations = [
        migrations.AlterField("registerrow", "received_at", models.DateTimeField(verbose_name="Ngày nhận")),
        migrations.AddIndex(
            "registerrow",
            models.Index(fields=["book", "received_at", "number"], name="register_of_book"),
        ),
        migrations.AddIndex(
            "registerrow", models.Index(fields=["received_at"], name="register_by_moment")
        ),
        migrations.AddIndex(
            "workitem",
            models.Index(
                fields=["unit", "assignee", "paused_at", "due_at", "opened_at"],
                condition=Q(done_at__isnull=True),
                name="work_held",
            ),
        ),
        migrations.AddIndex(
            "dossier",
            models.Index(
                fields=["owner"], condition=Q(status__in=[3, 7, 8]), name="dossier_closed_of_owner"
            ),
        ),
    ]
