from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0015_transition")]

    operations = [
        migrations.AddIndex("movement", models.Index(fields=["verb", "at"], name="movement_by_verb")),
        migrations.AddIndex(
            "workitem", models.Index(fields=["unit", "done_at", "opened_at"], name="work_of_unit")
        ),
        migrations.AddIndex(
            "dossier", models.Index(fields=["competent_unit", "touched_at"], name="dossier_worked_on")
        ),
        migrations.AddIndex(
            "dossier", models.Index(fields=["competent_unit", "finished_at", "accepted_at"], name="dossier_ended")
        ),
        migrations.AddIndex(
            "dossier",
            models.Index(
                fields=["receiving_unit"],
                condition=Q(competent_unit__isnull=True),
                name="dossier_of_nobody",
            ),
        ),
        migrations.AddIndex(
            "dossier",
            models.Index(
                fields=["status", "due_at"],
                condition=Q(status__in=[1, 2, 4, 5, 6]),
                name="dossier_undecided",
            ),
        ),
        migrations.AddIndex(
            "workitem",
            models.Index(
                fields=["opened_at"],
                condition=Q(done_at__isnull=True, paused_at__isnull=True),
                name="work_standing_still",
            ),
        ),
    ]
