import django.db.models.deletion
import motcua.lib.ids
from django.db import migrations, models


def papers_of_receipts_there_are(apps, schema_editor):
    """They were drawn at each asking until now: the worker makes the paper that is kept."""
    receipts = apps.get_model("payments", "Receipt")._base_manager
    receipts.exclude(number=None).update(paper_due_at=models.F("issued_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0009_payment_asked'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReceiptPaper',
            fields=[
                ('id', models.UUIDField(default=motcua.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('waiting', 'Đang chờ cấp số'), ('valid', 'Có hiệu lực'), ('cancelled', 'Đã hủy'), ('adjusted', 'Đã được điều chỉnh'), ('replaced', 'Đã được thay thế')], max_length=9)),
                ('file', models.UUIDField()),
                ('made_at', models.DateTimeField()),
                ('receipt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='payments.receipt')),
            ],
        ),
        migrations.AddConstraint(
            model_name='receiptpaper',
            constraint=models.UniqueConstraint(fields=('receipt', 'state'), name='receipt_paper_once'),
        ),
        migrations.AddField(
            model_name='receipt',
            name='paper_due_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(papers_of_receipts_there_are, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='receipt',
            index=models.Index(condition=models.Q(('paper_due_at__isnull', False)), fields=['paper_due_at'], name='receipt_to_seal'),
        ),
    ]
