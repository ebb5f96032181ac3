"""When the payer was told. What came before this was seen at the desk: nobody is told of it afterwards."""

from typing import Any

from django.db import migrations, models


def told_long_ago(apps: Any, editor: Any) -> None:
    apps.get_model("payments", "Payment").objects.update(told_at=models.F("taken_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0002_ledger'),
    ]

    operations = [
        migrations.AddField(
            model_name='payment',
            name='told_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(told_long_ago, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(condition=models.Q(('told_at__isnull', True)), fields=['taken_at'], name='payment_to_tell'),
        ),
    ]
