"""Who may do what with a case: one sentence each."""

from qala.kernel.actors import Actor, Job
from qala.people.models import Organisation, Person
from qala.people.queries import holds
from qala.proposals.models import (
    ApiKey,
    Evidence,
    Photo,
    Proposal,
    Registration,
    Subscription,
    Track,
    Visibility,
    WorksOrder,
)
from qala.proposals.rules.process import AUTHOR_CLOSES, WORKFLOW, Office, offices_for
from qala.proposals.rules.sheet import Sheet

DESK = ("operator", "triage_officer", "dispatcher", "executor", "inspector", "signer")


def holds_any(by: Actor, *roles: str) -> bool:
    """Somebody in an office now; jobs and residents hold none."""
    return isinstance(by, Person) and any(holds(by, role) for role in roles)


def may_submit(by: Actor) -> bool:
    """Everybody may speak: acceptance may not be refused (350-VI, art. 64)."""
    return bool(by.actor_key)


def may_vouch(by: Actor, sheet: Sheet) -> bool:
    """Paper is vouched for by a desk, the identity provider by the signed-in author; nobody else names a person."""
    if sheet.identity == "paper":
        return may_enter_for_others(by)
    if sheet.identity == "provider":
        return isinstance(by, Person) and sheet.author.person_id == str(by.pk)
    return sheet.identity in ("anonymous", "unconfirmed") or isinstance(by, Job)


def may_enter_for_others(by: Actor) -> bool:
    """Write down what somebody said by phone, at a desk or at a meeting."""
    return holds_any(by, "operator", "triage_officer", "protocol_controller")


def may_see_desk(by: Actor) -> bool:
    return holds_any(by, *DESK)


def may_open_desk(by: Actor) -> bool:
    """The desks that work on cases, and the translators of their replies."""
    return may_see_desk(by) or holds_any(by, "translator")


def is_author(by: Actor, proposal: Proposal) -> bool:
    """The signed-in author, or whoever shows the follow-up code (see `queries.follow.Holder`)."""
    if getattr(by, "follows", None) == proposal.pk:
        return True
    author = getattr(proposal, "author", None)
    return isinstance(by, Person) and author is not None and author.person_id == by.pk


def speaks_for_author(by: Actor, proposal: Proposal) -> bool:
    """The author's own word: never by a talon that an officer handed out and therefore knows."""
    return is_author(by, proposal) and not getattr(by, "handed", False)


def may_hold_talon(person: Person | None, proposal: Proposal) -> bool:
    """Whoever shows the code, but not an officer on duty: they saw talons they entered for others."""
    return person is None or not may_open_desk(person) or is_author(person, proposal)


def took_in(by: Actor, proposal: Proposal) -> bool:
    """The operator who heard the author and wrote this case down by phone or at a desk, and no other."""
    return holds_any(by, "operator") and proposal.accepted_by == by.actor_key


def may_hand_talon(by: Actor, proposal: Proposal) -> bool:
    """Read the code aloud again."""
    return took_in(by, proposal)


def may_identify(by: Actor, proposal: Proposal, how: str) -> bool:
    """Paper is taken at a desk; the other ways belong to the author. A code to their own contact proves itself."""
    if how == "paper":
        return holds_any(by, "operator", "triage_officer")
    return is_author(by, proposal) if how == "one_time_code" else speaks_for_author(by, proposal)


def may_step(by: Actor, proposal: Proposal, verb: str) -> bool:
    """The offices the workflow names for this step; where the author may act, the author."""
    offices = offices_for(proposal.state, verb)
    speaks = speaks_for_author if verb in AUTHOR_CLOSES else is_author
    if Office.RESIDENT in offices and speaks(by, proposal):
        return True
    if verb == "withdraw" and not took_in(by, proposal):  # the author's wish is known to whoever heard the author
        return False
    return any(_holds_here(by, office, proposal) for office in offices - {Office.RESIDENT})


def may_step_now(by: Actor, proposal: Proposal, verb: str) -> bool:
    """As `may_step`; a step that the table does not have in this state is a conflict (409), not a missing right."""
    WORKFLOW.after(proposal.state, verb)
    return may_step(by, proposal, verb)


def _holds_here(by: Actor, office: Office, proposal: Proposal) -> bool:
    """Executors act for their own department's cases; the other desks serve the whole city."""
    if not isinstance(by, Person):
        return False
    if office is Office.EXECUTOR and proposal.department_id:
        return holds(by, office.value, proposal.department)
    return holds(by, office.value)


def may_run_nightly(by: Actor) -> bool:
    """Jobs have names too."""
    return isinstance(by, Job)


def may_read_in_full(by: Actor | None, proposal: Proposal) -> bool:
    """Names, addresses and the unmasked text: desks that work on the case, and its author."""
    return by is not None and (may_see_desk(by) or is_author(by, proposal))


def may_read_iin(by: Actor, proposal: Proposal) -> bool:
    """The author's whole number: whoever sorts or signs, and the operator who took the case in."""
    return holds_any(by, "triage_officer", "signer") or took_in(by, proposal)


def may_read(by: Actor | None, proposal: Proposal) -> bool:
    """The case's page: everyone, unless it is hidden or set aside for a check."""
    if proposal.visibility != Visibility.HIDDEN and proposal.quarantined_at is None:
        return True
    return may_read_in_full(by, proposal)


def may_review(by: Actor) -> bool:
    """Release from quarantine, publish or withhold a text."""
    return holds_any(by, "triage_officer", "operator")


def may_redact(by: Actor) -> bool:
    """Cover faces and plates, publish or withhold a photo."""
    return holds_any(by, "photo_redactor", "triage_officer", "operator")


def may_add_photo(by: Actor, proposal: Proposal) -> bool:
    """The author, a desk that writes for somebody else, or a program and loader that brought the case."""
    return isinstance(by, Job) or is_author(by, proposal) or may_see_desk(by) or may_enter_for_others(by)


def may_prepare_photos(by: Actor) -> bool:
    """The job that turns pictures upright, or the officer who needs one now."""
    return isinstance(by, Job) or may_redact(by)


def may_see_covered(by: Actor | None, photo: Photo) -> bool:
    """The public copy: everyone, while the case itself is open to everyone; else whoever may read it in full."""
    if photo.state != Photo.State.SHOWN:
        return False
    case = photo.proposal
    everyone = case.visibility == Visibility.PUBLIC and case.quarantined_at is None
    return everyone or may_see_upright(by, photo)


def may_see_upright(by: Actor | None, photo: Photo) -> bool:
    """Uncovered, but without metadata: desks, whoever covers it, and the author. Nobody is handed the original."""
    return by is not None and (may_redact(by) or may_read_in_full(by, photo.proposal))


def may_see_covered_evidence(by: Actor | None, evidence: Evidence) -> bool:
    """The covered picture of works: everyone, while a case of the order stands open; else the desks."""
    return bool(evidence.public) and (may_see_evidence(by) or evidence.order.proposals.shown().exists())


def may_see_evidence(by: Actor | None) -> bool:
    """Evidence before it is covered: the desks and whoever covers it."""
    return by is not None and (may_redact(by) or may_see_desk(by))


def may_locate(by: Actor, proposal: Proposal) -> bool:
    """Make the place exact: the author, or a desk that sorts."""
    return is_author(by, proposal) or may_categorise(by)


def may_categorise(by: Actor) -> bool:
    return holds_any(by, "triage_officer", "operator", "dispatcher")


def may_link(by: Actor) -> bool:
    """Link and unlink twins, split, gather a storm."""
    return holds_any(by, "triage_officer", "operator", "dispatcher")


def may_ask(by: Actor, proposal: Proposal) -> bool:
    """The desks that sort, or the executor of the department that has the case: a question stops the promise."""
    return holds_any(by, "triage_officer", "dispatcher") or (
        proposal.department is not None and holds(by, "executor", proposal.department)
    )


def may_extend(by: Actor, proposal: Proposal) -> bool:
    """The head or a deputy, for an appeal (350-VI, art. 76)."""
    return proposal.track == Track.APPEAL and holds_any(by, "signer")


def may_remark(by: Actor) -> bool:
    return may_see_desk(by)


def may_reply(by: Actor) -> bool:
    return holds_any(by, "triage_officer", "dispatcher", "signer", "operator")


def may_translate(by: Actor) -> bool:
    return holds_any(by, "translator", "dispatcher", "signer", "triage_officer")


def may_order_works(by: Actor) -> bool:
    return holds_any(by, "dispatcher", "signer")


def may_execute(by: Actor, order: WorksOrder) -> bool:
    """The executor named by the order, or the dispatcher who watches it."""
    return isinstance(by, Person) and (holds(by, "executor", order.executor) or holds(by, "dispatcher"))


def works_for(by: Actor, organisation: Organisation) -> bool:
    """Whoever is appointed where the work was done is not another pair of eyes."""
    return isinstance(by, Person) and any(post.organisation_id == organisation.pk for post in by.posts())


def is_first_hand(by: Actor, proposal: Proposal, claimed_by: str) -> bool:
    """Whoever did the work, or serves where it was done: no second pair of eyes, be it by a talon of their own."""
    orders = proposal.works_orders.exclude(state="cancelled").select_related("executor")
    doers = {claimed_by, *(order.claimed_by for order in orders)} - {""}
    author = getattr(proposal, "author", None)
    named = f"person:{author.person_id}" if author and author.person_id and is_author(by, proposal) else ""
    if doers & {by.actor_key, named}:
        return True
    return not is_author(by, proposal) and any(works_for(by, order.executor) for order in orders)


def may_inspect(by: Actor) -> bool:
    return holds_any(by, "inspector")


def may_keep_placards(by: Actor) -> bool:
    return holds_any(by, "placard_keeper")


def may_issue_placards(by: Actor) -> bool:
    """The keeper, or a loader."""
    return isinstance(by, Job) or may_keep_placards(by)


def may_edit_routing(by: Actor) -> bool:
    return holds_any(by, "routing_editor")


def may_draft_routing(by: Actor) -> bool:
    """The routing editor, or a loader."""
    return isinstance(by, Job) or may_edit_routing(by)


def may_keep_registers(by: Actor) -> bool:
    """Categories and ready texts: the routing editor, or an administrator."""
    return holds_any(by, "routing_editor", "administrator")


def may_see_registers(by: Actor) -> bool:
    """Whoever keeps them, works by them, or audits."""
    return may_keep_registers(by) or may_see_desk(by) or holds_any(by, "auditor")


def may_set_norms(by: Actor) -> bool:
    return holds_any(by, "administrator")


def may_write_norms(by: Actor) -> bool:
    """The administrator, or a loader."""
    return isinstance(by, Job) or may_set_norms(by)


def may_see_routing(by: Actor) -> bool:
    """Whoever edits the table, whoever routes by it, and whoever audits."""
    return may_edit_routing(by) or may_see_desk(by) or holds_any(by, "administrator", "auditor")


def may_see_engine(by: Actor) -> bool:
    """How the machinery stands: those who answer for it."""
    return holds_any(by, "administrator", "routing_editor", "auditor")


def may_give_keys(by: Actor) -> bool:
    return holds_any(by, "administrator")


def may_bring(key: ApiKey, sheet: Sheet) -> bool:
    """A program with a living key brings signals, never appeals; a key for testing brings nothing."""
    return key.revoked_at is None and not key.for_testing and sheet.track == Track.SIGNAL


def may_hold_meetings(by: Actor) -> bool:
    return holds_any(by, "protocol_controller")


def may_mend_letters(by: Actor) -> bool:
    """See what did not arrive, try again, print what goes by post: those who write to residents."""
    return holds_any(by, "operator", "triage_officer", "dispatcher")


def may_answer_for(by: Actor, subscription: Subscription) -> bool:
    """Whoever opened the sealed address of a letter answers for that one address and case."""
    return getattr(by, "subscription", None) == subscription.pk


def holds_seat(by: Actor, seat: Registration) -> bool:
    """Whoever opened the sealed address of a seat."""
    return getattr(by, "seat", None) == seat.pk


def may_load(by: Actor) -> bool:
    """Imports and the demo's bulk loads run under a job's name, or an administrator's."""
    return isinstance(by, Job) or holds_any(by, "administrator")
