"""Keys of the journal stand in addresses, so anybody types them."""

import pytest

from qala.people.tests.factories import AccountFactory, AppointmentFactory

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WEIRD = ("x", "0000-00-00", "%00", "%ff", "9" * 40, "%D9%A1", "²", "{}", "a:b", "a" * 300, "-1", "1e309")
NOUNS = (
    "people.organisation", "people.person", "places.street", "places.segment", "places.landmark", "places.district",
    "proposals.proposal", "proposals.placard", "proposals.meeting", "proposals.worksorder", "a.b", "%00.b",
)  # fmt: skip


@pytest.mark.parametrize("role", [None, "auditor"])
@pytest.mark.parametrize("noun", NOUNS)
def test_a_key_that_is_none_is_answered_not_stumbled_over(client, noun, role):
    if role:
        post = AppointmentFactory(role=role)
        client.force_login(AccountFactory(person=post.person), backend=BACKEND)
    for pk in WEIRD:
        assert client.get(f"/journal/{noun}:{pk}/").status_code in (200, 404), pk
