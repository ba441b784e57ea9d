"""Wrong codes are counted by the network address they come from."""

from django.db import migrations, models

import mentorship.common.clock


class Migration(migrations.Migration):
    dependencies = [("surveys", "0002_letters")]

    operations = [
        migrations.CreateModel(
            name="WrongCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=64)),
                ("at", models.DateTimeField(default=mentorship.common.clock.now)),
            ],
            options={"indexes": [models.Index(fields=["source", "at"], name="wrong_codes_of_an_address")]},
        ),
    ]
