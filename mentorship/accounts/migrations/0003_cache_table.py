"""The table behind the cache, which allauth counts in; a command of Django makes it on both databases."""

from django.core.management import call_command
from django.db import migrations


def create_cache_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_session_epoch_and_failures")]
    operations = [migrations.RunPython(create_cache_table, migrations.RunPython.noop)]
