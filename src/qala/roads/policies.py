"""Who may do what with roads, one sentence each."""

from qala.kernel.actors import Actor, Job
from qala.people.queries import holds
from qala.planning.models import Plan
from qala.roads.models import Passport

KEEPERS = ("road_engineer", "administrator")


def may_keep_register(by: Actor) -> bool:
    """Loaders and the demo by their own name, road engineers, administrators."""
    return isinstance(by, Job) or any(holds(by, role) for role in KEEPERS)


def may_open_register_desk(by: Actor) -> bool:
    """Those who keep the register, check it, sign it or audit it."""
    return may_keep_register(by) or any(holds(by, role) for role in ("road_inspector", "signer", "auditor"))


def may_survey_condition(by: Actor) -> bool:
    """Who keeps the register, and road inspectors: they draw samples, survey, and judge defects."""
    return may_keep_register(by) or holds(by, "road_inspector")


def may_take_in_extract(by: Actor) -> bool:
    """Those who keep the map of the city: administrators, and loaders by their own name."""
    return isinstance(by, Job) or holds(by, "administrator")


def may_survey_passport(by: Actor, passport: Passport) -> bool:  # noqa: ARG001 - any street
    """Who keeps the register says that a passport was surveyed."""
    return may_keep_register(by)


def may_check_passport(by: Actor, passport: Passport) -> bool:
    """A road inspector who did not survey it: the second person."""
    return (isinstance(by, Job) or holds(by, "road_inspector")) and by.actor_key != passport.surveyed_by


def may_approve_passport(by: Actor, passport: Passport) -> bool:
    """The signer who neither surveyed nor checked it."""
    return (isinstance(by, Job) or holds(by, "signer")) and by.actor_key not in {
        passport.surveyed_by,
        passport.checked_by,
    }


def may_ask_programme(by: Actor | None) -> bool:
    """Road engineers."""
    return by is not None and holds(by, "road_engineer")


def may_compare_programmes(by: Actor | None) -> bool:
    """Those who ask, those who adopt, and auditors."""
    return by is not None and any(holds(by, role) for role in ("road_engineer", "road_director", "auditor"))


def may_adopt_programme(by: Actor | None, plan: Plan) -> bool:
    """The road director, and never the one who asked for it."""
    return by is not None and holds(by, "road_director") and by.actor_key != plan.asked_by
