from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("proposals", "0006_vectors_name_their_embedder")]
    operations = [migrations.AddField("apikey", "for_testing", models.BooleanField(default=False))]
