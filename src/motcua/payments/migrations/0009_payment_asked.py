from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0008_closed_days'),
    ]

    operations = [
        migrations.AddField(
            model_name='payment',
            name='asked',
            field=models.PositiveBigIntegerField(null=True),
        ),
    ]
