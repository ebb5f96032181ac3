from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0003_facts")]

    operations = [
        migrations.AlterField("tally", "unit_id", models.CharField(blank=True, max_length=40)),
        migrations.AlterField("tally", "procedure_code", models.CharField(blank=True, max_length=30)),
        migrations.RemoveIndex("tally", "tally_by_metric"),
        migrations.AddIndex(
            "tally", models.Index(fields=["procedure_code", "metric", "day"], name="tally_by_procedure")
        ),
    ]
