from django.db import models


class Well(models.Model):
    name = models.CharField(max_length=80)


class Page(models.Model):
    append_only = True

    text = models.TextField()
