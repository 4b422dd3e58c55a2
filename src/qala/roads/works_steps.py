"""Which action a step of works or of a dig is, with what its small form tells."""

from collections.abc import Callable
from typing import Any

from qala.kernel.actors import Actor
from qala.roads.actions import cuts, proofs
from qala.roads.actions import works as doing
from qala.roads.models import Wait, Works

TIYN = 100


def _contract(by: Actor, works: Works, told: dict[str, Any]) -> object:
    contract = doing.Contract(told["number"], told["contractor"], told["tenge"] * TIYN)
    return doing.contract_works(by=by, works=works, contract=contract)


WORKS_STEPS: dict[str, Callable[..., object]] = {
    "select": lambda by, works, told: doing.select_works(by=by, works=works),  # noqa: ARG005
    "programme": lambda by, works, told: doing.programme_works(by=by, works=works, year=told["year"]),
    "design": lambda by, works, told: doing.design_works(by=by, works=works, answers={}),  # noqa: ARG005
    "tender": lambda by, works, told: doing.tender_works(by=by, works=works, expertise=told["expertise"]),
    "contract": _contract,
    "start": lambda by, works, told: doing.start_works(by=by, works=works),  # noqa: ARG005
    "suspend": lambda by, works, told: doing.suspend_works(by=by, works=works, wait=Wait(**told)),
    "resume": lambda by, works, told: doing.resume_works(by=by, works=works),  # noqa: ARG005
    "accept": lambda by, works, told: proofs.accept_works(by=by, works=works),  # noqa: ARG005
    "cancel": lambda by, works, told: doing.cancel_works(by=by, works=works, reason=told["reason"]),
}
CUT_STEPS: dict[str, Callable[..., object]] = {
    "check": lambda by, cut, told: cuts.check_cut(by=by, cut=cut),  # noqa: ARG005
    "permit": lambda by, cut, told: cuts.permit_cut(by=by, cut=cut, **told),
    "open": lambda by, cut, told: cuts.open_cut(by=by, cut=cut),  # noqa: ARG005
    "backfill": lambda by, cut, told: cuts.backfill_cut(by=by, cut=cut),  # noqa: ARG005
    "cover": lambda by, cut, told: cuts.cover_cut(by=by, cut=cut, until=told["until"]),
    "put_off": lambda by, cut, told: cuts.put_off_cut(by=by, cut=cut, wait=Wait(**told)),
    "pave": lambda by, cut, told: cuts.pave_cut(by=by, cut=cut),  # noqa: ARG005
    "inspect": lambda by, cut, told: cuts.inspect_cut(by=by, cut=cut),  # noqa: ARG005
    "withdraw": lambda by, cut, told: cuts.withdraw_cut(by=by, cut=cut, reason=told["reason"]),
}
