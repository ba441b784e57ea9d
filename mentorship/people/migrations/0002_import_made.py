from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField(model_name="importbatch", name="made", field=models.JSONField(default=dict)),
    ]
