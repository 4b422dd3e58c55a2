"""Raw SQL as the application: whatever program writes, the database holds the rules."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from qala.ledger import book
from qala.ledger.models import Account, Mark, Period, Transfer
from qala.ledger.queries import balance
from qala.ledger.tests.factories import JOB, Budget, account, at, close, move

pytestmark = pytest.mark.django_db


def insert(*rows, **facts):
    """Rows straight into the table, past the door, in one statement."""
    plain = {"digest": b"\0" * 32, "tiyn": 5, "code": "raw", "phase": "plain", "happened_at": at(), "subject": ""}
    whole = [{"key": uuid4(), "day": at().date()} | plain | facts | row for row in rows or ({},)]
    names = list(whole[0])
    line = f"({', '.join(['%s'] * len(names))})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO ledger_transfer ({', '.join(names)}) VALUES {', '.join([line] * len(whole))}",
            [value for row in whole for value in row.values()],
        )


def refused(fact, *rows, **facts):
    before = Transfer.objects.count()
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        insert(*rows, **facts)
    assert error.value.__cause__.diag.constraint_name == fact
    assert Transfer.objects.count() == before


def chain(hold, ordinal, rest, *, closed=False, phase="draw", **facts):
    return {"hold_id": hold, "ordinal": ordinal, "rest": rest, "closed": closed, "phase": phase} | facts


@pytest.fixture
def pair():
    giver, taker = account(), account()
    return {"credit_id": giver.pk, "debit_id": taker.pk}


ROWS = (
    "INSERT INTO ledger_account (code, kind, currency, owner) VALUES ('a', 'paid', 'KZT', ''), ('b', 'paid', 'KZT', '')",
    "INSERT INTO ledger_period (until) VALUES (DATE '2025-01-01')",
    "INSERT INTO ledger_mark (account_id, day, balance) SELECT min(id), DATE '2025-01-01', 0 FROM ledger_account",
    """INSERT INTO ledger_transfer (key, digest, debit_id, credit_id, tiyn, code, phase, happened_at, day, subject)
    SELECT gen_random_uuid(), '', min(id), max(id), 1, 'x', 'plain', now(), DATE '2026-03-01', '' FROM ledger_account""",
)


@pytest.mark.parametrize("table", ["ledger_transfer", "ledger_account", "ledger_period", "ledger_mark"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.parametrize("role", ["default", "owner"])
@pytest.mark.django_db(databases=["default", "owner"])
def test_no_row_is_changed_and_no_table_emptied(table, statement, role):
    from django.db import connections

    with transaction.atomic(using=role), connections[role].cursor() as cursor:
        if role == "owner":  # a row trigger needs a row; the owner has its own transaction here
            for made in ROWS:
                cursor.execute(made)
        with pytest.raises(DatabaseError):
            cursor.execute(statement.format(table))
        transaction.set_rollback(True, using=role)


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE ledger_transfer DISABLE TRIGGER ALL",
        "DROP TRIGGER money_is_judged ON ledger_transfer",
        "SET session_replication_role = replica",
        "SELECT setval('ledger_transfer_id_seq', 10)",
        "CREATE OR REPLACE FUNCTION qala_ledger_judges() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    ],
)
def test_the_application_cannot_take_the_judge_away(statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_lawful_row_may_come_by_raw_sql_too(pair):
    insert(**pair)
    assert balance(pair["debit_id"]) == 5


def test_an_entry_cannot_be_unbalanced(pair):
    refused("amount_above_zero", tiyn=0, **pair)
    refused("amount_above_zero", tiyn=-5, **pair)
    refused("accounts_differ", credit_id=pair["debit_id"], debit_id=pair["debit_id"])
    with pytest.raises(DatabaseError), transaction.atomic():
        insert(credit_id=pair["credit_id"], debit_id=None)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO ledger_posting SELECT 1, %s, 5, DATE '2026-03-01', now()", [pair["debit_id"]])


def test_no_movement_hides_beyond_the_calendar(pair):
    """A day before all days stood outside every balance: what went that day was never missed."""
    bounded = account("programme", 0)
    for day in ("-infinity", "infinity", "0044-03-15 BC", "1999-12-31"):
        with pytest.raises(DatabaseError), transaction.atomic():
            insert(credit_id=bounded.pk, debit_id=pair["debit_id"], day=day)
        with pytest.raises(DatabaseError), transaction.atomic():
            insert(**pair, happened_at=day)
    assert balance(bounded) == balance(pair["debit_id"]) == 0
    assert not Transfer.objects.exists()


def test_amounts_stay_within_what_every_program_counts(pair):
    refused("amount_within_reason", tiyn=2**53, **pair)
    with pytest.raises(DatabaseError), transaction.atomic():
        insert(tiyn=2**63, **pair)
    insert(*[{"tiyn": 2**53 - 1}] * 1_000, **pair)
    assert balance(pair["debit_id"]) == 1_000 * (2**53 - 1)


@pytest.mark.parametrize("header", ['{"a": 1.5}', '{"a": 1e400}', '{"a": 9007199254740992}', '{"a": [1]}', '{"a": {}}', "[]", "1"])
def test_a_header_that_would_stop_the_log_is_refused(pair, header):
    refused("header_is_flat", header=header, **pair)


def test_a_header_does_not_put_the_seal_off(pair):
    refused("a_header_names_a_day_that_has_come", header='{"day": "2099-01-01"}', **pair)
    with pytest.raises(DatabaseError), transaction.atomic():
        insert(header='{"day": "2026-02-31"}', **pair)
    insert(header='{"kind": "meal", "n": -3, "b": true, "z": null, "day": "2026-02-28"}', **pair)


@pytest.mark.parametrize("kind", ["programme", "commitment"])
@pytest.mark.parametrize("floor", ["NULL", "-100"])
def test_no_budget_is_opened_that_may_be_overdrawn(kind, floor):
    opened = f"INSERT INTO ledger_account (code, kind, currency, owner, floor) VALUES ('x', '{kind}', 'KZT', '', {floor})"
    with (
        pytest.raises(DatabaseError, match="a_budget_never_goes_below_zero"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(opened)


def test_accounts_exist_and_keep_one_currency(pair):
    refused("unknown_account", credit_id=10**9, debit_id=pair["debit_id"])
    refused("one_currency", credit_id=account("payable", currency="USD").pk, debit_id=pair["debit_id"])
    with pytest.raises(DatabaseError, match="currency"), transaction.atomic():
        Account.objects.create(code="x", kind="paid", currency="USD", parent_id=pair["debit_id"])


def test_a_floor_is_kept(pair):
    bounded = account("programme", 0)
    refused("floor_is_kept", credit_id=bounded.pk, debit_id=pair["debit_id"])
    insert(credit_id=pair["credit_id"], debit_id=bounded.pk)
    refused("floor_is_kept", {"credit_id": bounded.pk}, {"credit_id": bounded.pk}, debit_id=pair["debit_id"])
    insert(credit_id=bounded.pk, debit_id=pair["debit_id"])


def test_a_key_counts_once(pair):
    key = uuid4()
    insert(key=key, **pair)
    refused("ledger_transfer_key_key", key=key, **pair)


def test_a_hold_is_drawn_in_turn_and_within_itself():
    budget = Budget()
    key = budget.opened(10)
    hold = Transfer.objects.get(key=key).pk
    way = {"credit_id": budget.held.pk, "debit_id": budget.payable.pk}
    refused("one_ordinal_of_a_hold", **chain(hold, 2, 5), **way)
    refused("one_ordinal_of_a_hold", **chain(hold, 0, 5), **way)
    refused("hold_is_exhausted", **chain(hold, 1, 6), **way)
    refused("hold_is_exhausted", **chain(hold, 1, -1, tiyn=11), **way)
    refused("hold_is_closed", **chain(hold, 1, 5, closed=True), **way)
    refused("unknown_hold", **chain(hold + 10**6, 1, 5), **way)
    refused("a_row_of_a_hold_stands_in_its_chain", phase="draw", **way)
    refused("held_money_moves_by_holds", **way)
    refused("held_money_moves_by_holds", **chain(hold, 1, 5), credit_id=budget.treasury.pk, debit_id=budget.payable.pk)
    insert(chain(hold, 1, 5), chain(hold, 2, 0), **way)
    refused("hold_is_exhausted", **chain(hold, 3, -5), **way)


def test_nothing_is_drawn_after_the_close():
    budget = Budget()
    key = budget.opened(10)
    hold = Transfer.objects.get(key=key).pk
    back = {"credit_id": budget.held.pk, "debit_id": budget.commitment.pk}
    refused("closed_hold_stays_empty", **chain(hold, 1, 5, closed=True, phase="close"), **back)
    refused(
        "held_money_moves_by_holds", **chain(hold, 1, 0, closed=True, phase="close", tiyn=10),
        credit_id=budget.held.pk, debit_id=budget.payable.pk,
    )  # fmt: skip
    book.post_many(by=JOB, orders=[budget.draw(key, 4), close(key)])
    way = {"credit_id": budget.held.pk, "debit_id": budget.payable.pk}
    refused("hold_is_exhausted", **chain(hold, 3, -5, closed=True), **way)
    refused("hold_is_closed", **chain(hold, 3, 0, closed=True, tiyn=1), **way)
    refused("hold_is_closed", **chain(hold, 3, 0, closed=False, tiyn=1), **way)
    refused("hold_is_closed", **chain(hold, 3, 0, closed=True, phase="close", tiyn=0), **back)


def test_a_reversal_is_exact_and_single(pair):
    order = move(Account.objects.get(pk=pair["credit_id"]), Account.objects.get(pk=pair["debit_id"]), 5)
    book.post(by=JOB, order=order)
    original = Transfer.objects.get(key=order.key)
    swapped = {"credit_id": pair["debit_id"], "debit_id": pair["credit_id"], "reverses_id": original.pk}
    refused("reversal_is_exact", reverses_id=original.pk, **pair)
    refused("reversal_is_exact", **swapped, tiyn=4)
    refused("reversal_is_exact", **(swapped | {"reverses_id": original.pk + 10**6}))
    refused("reversal_is_exact", **(swapped | {"debit_id": account().pk}))
    insert(**swapped)
    refused("reversed_once", **swapped)
    refused("reversal_is_exact", reverses_id=Transfer.objects.get(reverses=original).pk, **pair)


def test_a_draw_of_a_closed_hold_does_not_come_back_alone():
    budget = Budget()
    key = budget.opened(10)
    drawn = budget.draw(key, 4)
    book.post_many(by=JOB, orders=[drawn, close(key)])
    row = Transfer.objects.get(key=drawn.key)
    swapped = {"credit_id": budget.payable.pk, "debit_id": budget.held.pk, "reverses_id": row.pk, "tiyn": 4}
    refused("closed_hold_stays_empty", **chain(row.hold_id, 3, 4, closed=True), **swapped)
    refused("hold_is_closed", **chain(row.hold_id, 3, 4, closed=False), **swapped)


def test_a_closed_day_stays_closed(pair):
    insert(**pair, day=at(5).date())
    book.close_days(by=JOB, until=at(2).date())
    refused("day_is_open", **pair, day=at(2).date())
    refused("day_is_open", **pair, day=at(-3).date())
    insert(**pair, day=at(1).date())
    for until in (at(2).date(), at(3).date(), at(-2).date()):
        with pytest.raises(DatabaseError, match="in order"), transaction.atomic():
            Period.objects.create(until=until)


def test_a_mark_is_what_a_recount_says(pair):
    insert(**pair, day=at(5).date())
    with pytest.raises(DatabaseError, match="closed day"), transaction.atomic():
        Mark.objects.create(account_id=pair["debit_id"], day=at(3).date(), balance=5)
    Period.objects.create(until=at(3).date())
    with pytest.raises(DatabaseError, match="recount"), transaction.atomic():
        Mark.objects.create(account_id=pair["debit_id"], day=at(3).date(), balance=6)
    Mark.objects.create(account_id=pair["debit_id"], day=at(3).date(), balance=5)
    assert balance(pair["debit_id"]) == 5


def test_the_database_names_hour_and_number(pair):
    refused("the_database_names_the_hour", recorded_at=at() - timedelta(days=30), **pair)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('ledger_transfer_id_seq') FROM generate_series(1, 3)")  # a gap to slip into
        (gap,) = cursor.fetchone()
    for number in (10**12, 0, -1, gap):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            insert(id=number, **pair)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Account.objects.create(pk=-1, code="x", kind="paid")
    account_row = account()
    assert Account.objects.get(pk=account_row.pk).opened_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_of_ones_own_is_refused(pair):
    for level in ("REPEATABLE READ", "SERIALIZABLE"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
            with pytest.raises(DatabaseError, match="committed rows"):
                insert(**pair)
            transaction.set_rollback(True)


def test_every_transfer_queues_for_the_log_in_its_own_transaction(pair):
    insert({}, {}, **pair)
    with connection.cursor() as cursor:
        cursor.execute("SELECT source_id FROM journal_unsealed WHERE source = 3 ORDER BY 1")
        assert [pk for (pk,) in cursor.fetchall()] == list(Transfer.objects.values_list("pk", flat=True))


def test_a_table_of_the_sessions_own_does_not_stand_in_for_the_queue_or_the_books(pair):
    """`pg_temp` is searched before everything else, unless a function says where it writes."""
    shadows = "SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r'"
    bounded = account("programme", 0).pk
    with connection.cursor() as cursor:
        for table in ("journal_unsealed", "journal_leaf", "ledger_transfer", "ledger_account", "ledger_period", "ledger_mark"):
            cursor.execute(f"CREATE TEMP TABLE {table} (LIKE public.{table} INCLUDING ALL)")
        cursor.execute(shadows)
        assert len(cursor.fetchall()) == 6
        cursor.execute("SELECT count(*) FROM public.journal_unsealed WHERE source = 3")
        (before,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO public.ledger_transfer (key, digest, debit_id, credit_id, tiyn, code, phase, happened_at, day, subject)"
            " VALUES (gen_random_uuid(), '', %s, %s, 1, 'x', 'plain', now(), DATE '2026-03-01', '')",
            [pair["debit_id"], pair["credit_id"]],
        )
        cursor.execute("SELECT count(*) FROM public.journal_unsealed WHERE source = 3")
        assert cursor.fetchone() == (before + 1,)
        with pytest.raises(DatabaseError, match="floor"), transaction.atomic():
            cursor.execute(
                "INSERT INTO public.ledger_transfer (key, digest, debit_id, credit_id, tiyn, code, phase, happened_at, day,"
                " subject) VALUES (gen_random_uuid(), '', %s, %s, 1, 'x', 'plain', now(), DATE '2026-03-01', '')",
                [pair["debit_id"], bounded],
            )


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM journal_unsealed",
        "UPDATE journal_unsealed SET since = 'infinity'",
        "UPDATE journal_unsealed SET source = 99",
        "UPDATE journal_unsealed SET source_id = -source_id",
        "TRUNCATE journal_unsealed",
    ],
)
def test_what_waits_for_the_seal_cannot_be_made_to_wait_for_ever(pair, statement):
    insert(**pair)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
