from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    operations = [
        migrations.CreateModel("Well", [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=80))]),
        migrations.CreateModel("Page", [("id", models.BigAutoField(primary_key=True)), ("text", models.TextField())]),
        migrations.RunSQL("INSERT INTO village_well (name) VALUES ('Қайнарбұлақ')"),
    ]
