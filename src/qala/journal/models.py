"""The record of every action. Rows never change; they hold identifiers, numbers and slugs, never names."""

import uuid

from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """One action, or one batch of them. `members` names what a batch touched: one leaf of the log each."""

    append_only = True

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recorded_at = models.DateTimeField(db_default=Now())
    actor = models.CharField(max_length=80)
    verb = models.CharField(max_length=80)
    object = models.CharField(max_length=120)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["object", "id"], name="journal_by_object"),
            models.Index(fields=["actor", "id"], name="journal_by_actor"),
            models.Index(fields=["verb", "id"], name="journal_by_verb"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verb__regex=r"^[a-z_]+\.[a-z_]+\.[a-z_]+$"),
                name="verb_is_part_noun_past_participle",
            ),
            models.CheckConstraint(condition=~models.Q(actor=""), name="somebody_did_it"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object}"


class Member(models.Model):
    """One object a batch touched; together with its entry one leaf of the log."""

    append_only = True

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="members")
    object = models.CharField(max_length=120, db_index=True)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "object"], name="a_batch_touches_an_object_once"),
        ]

    def __str__(self) -> str:
        return self.object


class Secret(models.Model):
    """What opens the leaves of one subject. Erasing the row leaves blind leaves in a valid tree."""

    subject = models.CharField(max_length=120, primary_key=True)
    secret = models.BinaryField()

    def __str__(self) -> str:
        return self.subject


class Leaf(models.Model):
    """One leaf of the transparency log: the bytes it publishes, and which row of which source they seal."""

    append_only = True

    number = models.BigIntegerField(primary_key=True)
    source = models.SmallIntegerField()
    row = models.BigIntegerField()
    entry = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        ordering = ["number"]
        verbose_name_plural = "leaves"
        constraints = [
            models.UniqueConstraint(fields=["source", "row"], name="a_row_is_sealed_once"),
            models.CheckConstraint(condition=models.Q(number__gte=0), name="leaves_are_numbered_from_zero"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Checkpoint(models.Model):
    """A state of the log that was signed. The newest also stands outside the database, in the published folder."""

    append_only = True

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    note = models.TextField()
    signed_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["size"]

    def __str__(self) -> str:
        return str(self.size)
