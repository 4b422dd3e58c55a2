from django.db import models


class Well(models.Model):
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


class Page(models.Model):
    append_only = True

    text = models.TextField()

    def __str__(self) -> str:
        return self.text
