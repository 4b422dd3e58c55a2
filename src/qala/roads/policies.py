"""Who may do what with roads, one sentence each."""

from qala.kernel.actors import Actor, Job
from qala.people.queries import holds, organisations_of
from qala.roads.models import Cut, Passport, Warranty, Works

KEEPERS = ("road_engineer", "administrator")
OUTSIDERS = ("contractor", "utility_operator")


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


def works_for(by: Actor | None, role: str, organisation: str) -> bool:
    """Whether a person holds a role in one organisation, by its slug."""
    return any(one.slug == organisation for one in organisations_of(by, role))


def may_plan_works(by: Actor | None) -> bool:
    """Road engineers."""
    return by is not None and holds(by, "road_engineer")


def may_decide_price(by: Actor | None) -> bool:
    """The road director."""
    return by is not None and holds(by, "road_director")


def may_do_works(by: Actor | None, works: Works) -> bool:
    """Road engineers, and people of the contractor that signed."""
    return may_plan_works(by) or (works.contractor != "" and works_for(by, "contractor", works.contractor))


def may_prove_works(by: Actor | None, works: Works) -> bool:
    """Whoever does the works, and road inspectors."""
    return may_do_works(by, works) or (by is not None and holds(by, "road_inspector"))


def may_prove(by: Actor | None, thing: Works | Cut) -> bool:
    """Whoever does the works or digs, and road inspectors."""
    if isinstance(thing, Works):
        return may_prove_works(by, thing)
    return may_do_dig(by, thing) or may_permit_digs(by) or (by is not None and holds(by, "road_inspector"))


def may_judge_works(by: Actor | None) -> bool:
    """Road inspectors who work for no contractor: they sample and measure."""
    return by is not None and holds(by, "road_inspector") and not holds(by, "contractor")


def may_accept_works(by: Actor | None, works: Works) -> bool:
    """A road inspector of no contractor, who neither measured nor began it: the second person."""
    return may_judge_works(by) and by is not None and by.actor_key not in {works.measured_by, works.started_by}


def may_claim(by: Actor | None) -> bool:
    """Road engineers and road inspectors; never the contractor."""
    return by is not None and not holds(by, "contractor") and (may_plan_works(by) or holds(by, "road_inspector"))


def may_answer_claim(by: Actor | None, organisation: str) -> bool:
    """People of the one who gave the guarantee."""
    return any(works_for(by, role, organisation) for role in OUTSIDERS)


def may_ask_dig(by: Actor | None, operator: str) -> bool:
    """People of the operator whose line it is."""
    return works_for(by, "utility_operator", operator)


def may_do_dig(by: Actor | None, cut: Cut) -> bool:
    """People of the operator who asked."""
    return works_for(by, "utility_operator", cut.operator)


def may_permit_digs(by: Actor | None) -> bool:
    """Road engineers."""
    return may_plan_works(by)


def may_judge_digs(by: Actor | None) -> bool:
    """Road inspectors who work for no operator."""
    return by is not None and holds(by, "road_inspector") and not holds(by, "utility_operator")


def may_inspect_dig(by: Actor | None, cut: Cut) -> bool:
    """A road inspector of no operator, who did not ask for it."""
    return may_judge_digs(by) and by is not None and by.actor_key != cut.asked_by


def may_test_trench(by: Actor | None, cut: Cut) -> bool:
    """The operator brings the laboratory's paper, or a road inspector does; what one failed, an inspector tests."""
    newest = cut.newest_test
    if newest and newest.by_inspector and not newest.passed:
        return may_judge_digs(by)
    return may_do_dig(by, cut) or (by is not None and holds(by, "road_inspector"))


def may_open_every_case(by: Actor | None) -> bool:
    """Those who decide about works and digs or look at them for the city, and auditors."""
    return by is not None and any(
        holds(by, role) for role in ("road_engineer", "road_director", "road_inspector", "auditor")
    )


def may_open_works_desk(by: Actor | None) -> bool:
    """Everyone who has a step to take in works or digs, and auditors."""
    return may_open_every_case(by) or any(organisations_of(by, role) for role in OUTSIDERS)


def may_open_case(by: Actor | None, thing: Works | Cut | Warranty) -> bool:
    """The city's offices every one; contractors and operators their own, with its photos, papers and names."""
    body = thing.contractor if isinstance(thing, Works) else thing.operator if isinstance(thing, Cut) else thing.giver
    return may_open_every_case(by) or may_answer_claim(by, body)


def may_open_condition_desk(by: Actor | None) -> bool:
    """Those who survey and judge defects, and auditors."""
    return by is not None and (may_survey_condition(by) or holds(by, "auditor"))
