"""Which HTTP status an error of the domain becomes, and the sentence that its caller reads."""

from typing import Callable

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from app.balancer import BalancerRefused, BalancerUnreachable
from app.idempotency import KeyInProgress, KeyMalformed, KeyReused
from app.releases import TransitionRefused
from app.rollback import BalancerNotConfigured, LegacyNotAvailable
from app.store.database import StoreUnavailable
from app.store.experiment_store import ExperimentFinished
from app.store.feedback_store import AlreadyGiven, ReleaseUnknown
from app.store.release_store import AnotherCanary

PROBLEMS: dict[type[Exception], tuple[int, Callable[[Exception], str]]] = {
    ReleaseUnknown: (404, lambda e: f"no release {e} is registered"),
    AlreadyGiven: (409, lambda e: f"user {e} has given feedback on this version before"),
    AnotherCanary: (409, lambda e: f"release {e} is the canary; promote it or roll it back first"),
    TransitionRefused: (409, str),
    ExperimentFinished: (409, lambda e: f"experiment {e} is finished and is not changed any more"),
    KeyInProgress: (409, lambda _: "the first request with this Idempotency-Key has not finished; ask again later"),
    LegacyNotAvailable: (409, lambda _: "the legacy server takes no traffic now; a rollback would leave no server"),
    KeyMalformed: (422, lambda _: "Idempotency-Key must be 8 to 200 letters, digits or . _ : -"),
    KeyReused: (422, lambda _: "this Idempotency-Key was used for another request"),
    BalancerRefused: (502, lambda e: f"the load balancer refused: {e}"),
    BalancerUnreachable: (503, lambda e: f"the load balancer does not answer ({e})"),
    BalancerNotConfigured: (503, lambda _: "no load balancer is configured (PHASE4_HAPROXY_SOCKET)"),
    StoreUnavailable: (503, lambda e: f"the database cannot be used: {e}"),
}


def install_problems(app: FastAPI) -> None:
    """Has the application answer each of these errors with its status and `{"detail": …}`."""
    for kind, (status, sentence) in PROBLEMS.items():
        app.add_exception_handler(kind, _answer_with(status, sentence))


def _answer_with(status: int, sentence: Callable[[Exception], str]):
    async def answer(_: Request, problem: Exception) -> JSONResponse:
        return JSONResponse({"detail": sentence(problem)}, status)

    return answer
