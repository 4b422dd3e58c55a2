import pytest

from qala.config.database import DatabaseTrouble, database_urls
from qala.config.database.fitness import server_too_old
from qala.config.database.urls import Address, databases_at, parsed

APP = "postgresql://qala_app:a@db.city.kz:5432/qala"
OWNER = "postgresql://qala_owner:b@db.city.kz:5432/qala"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("postgres://app:secret@db:6432/city", Address("app", "secret", "db", "6432", "city")),
        ("postgresql://app:p%40ss%2F%3A@db/city", Address("app", "p@ss/:", "db", "5432", "city")),
        ("postgresql://app:x@%2Fvar%2FQala%2Fsocket:5433/city", Address("app", "x", "/var/Qala/socket", "5433", "city")),
        ("postgresql://app:x@/city?host=/var/Qala&port=7000", Address("app", "x", "/var/Qala", "7000", "city")),
        ("postgresql://app:x@[::1]:5433/city", Address("app", "x", "::1", "5433", "city")),
        ("postgresql://app@db/%D2%9B%D0%B0%D0%BB%D0%B0", Address("app", "", "db", "5432", "қала")),
        (
            "postgresql://app:x@db/city?sslmode=verify-full&sslrootcert=/etc/ca.pem",
            Address("app", "x", "db", "5432", "city", (("sslmode", "verify-full"), ("sslrootcert", "/etc/ca.pem"))),
        ),
    ],
)
def test_an_address_is_taken_apart_and_put_together(url, address):
    assert parsed(url) == address
    assert parsed(address.url) == address


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "begins with «:»"),
        ("mysql://app:hush@db/city", "knows only PostgreSQL"),
        ("postgresql://app:hush@db:port/city", "is not an address"),
        ("postgresql://app:hush@db:99999/city", "is not an address"),
        ("postgresql://app:hush@[::1/city", "is not an address"),
        ("postgresql://app:hush@[::1%2/city", "is not an address"),
        ("postgresql://app:hush@db", "names no database"),
        ("postgresql://db/city", "names no role"),
        ("postgresql:///", "names no role and no database and no host"),
    ],
)
def test_a_bad_address_is_refused_without_repeating_its_password(url, said):
    with pytest.raises(DatabaseTrouble, match=said) as refused:
        parsed(url, "DATABASE_URL")
    assert "DATABASE_URL" in str(refused.value)
    assert "hush" not in str(refused.value)


def test_a_password_is_not_printed():
    assert "hush" not in repr(parsed("postgresql://app:hush@db/city"))


def test_given_addresses_are_taken_and_nothing_is_started(tmp_path):
    assert database_urls({"DATABASE_URL": APP, "DATABASE_OWNER_URL": OWNER}, tmp_path / "var") == (APP, OWNER)
    assert database_urls({"DATABASE_URL": APP}, tmp_path / "var") == (APP, None)
    assert not (tmp_path / "var").exists()


def test_an_owner_alone_is_refused(tmp_path):
    with pytest.raises(DatabaseTrouble, match="DATABASE_OWNER_URL is set and DATABASE_URL is not"):
        database_urls({"DATABASE_OWNER_URL": OWNER}, tmp_path)


def test_the_application_is_pooled_and_the_owner_is_not():
    settings = databases_at(APP, OWNER)
    assert settings["default"]["OPTIONS"]["pool"]["max_size"] > 1
    assert "pool" not in settings["owner"]["OPTIONS"]
    assert (settings["owner"]["USER"], settings["owner"]["NAME"]) == ("qala_owner", "qala")
    assert set(databases_at(APP, None)) == {"default"}


@pytest.mark.parametrize(
    ("owner", "said"),
    [
        (APP, "the same role"),
        ("postgresql://qala_owner:b@db.city.kz:5432/another", "two different databases"),
        ("postgresql://qala_owner:b@db2.city.kz:5432/qala", "two different databases"),
    ],
)
def test_two_addresses_that_do_not_fit_are_refused(owner, said):
    with pytest.raises(DatabaseTrouble, match=said):
        databases_at(APP, owner)


@pytest.mark.parametrize(("version", "refused"), [(150018, True), (140000, True), (160000, False), (180006, False)])
def test_servers_before_16_are_refused(version, refused):
    said = server_too_old(version)
    assert (said is not None) is refused
    assert said is None or "needs 16" in said
