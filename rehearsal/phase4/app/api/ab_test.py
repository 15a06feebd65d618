"""Whether the A/B test may begin."""

from typing import Optional

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from app.api.words import ExperimentKey, Version
from app.feedback import summarise
from app.readiness import conditions
from app.services import Services, services_of

router = APIRouter(prefix="/ab-test")


class ReadinessCondition(BaseModel):
    """One condition, met or not."""

    name: str
    is_met: bool
    reason: str


class Readiness(BaseModel):
    """`is_ready` only when every condition is met."""

    is_ready: bool
    version: str
    experiment: str
    conditions: list[ReadinessCondition]


@router.get("/readiness", response_model=Readiness, summary="Whether the A/B test may begin")
def get_readiness(
    experiment: ExperimentKey = Query(ExperimentKey("phase4-ab")),
    version: Optional[Version] = Query(None, description="this instance's own where it is not given"),
    services: Services = Depends(services_of),
) -> dict:
    """Answers 200 whether it may or not: the body says it."""
    judged = version or services.settings.version
    release, found = services.releases.find(judged), services.experiments.find(experiment)
    summary = summarise(services.feedback.sentiments(judged))
    all_of_them = conditions(release.state if release else None, found.state if found else None, summary)
    return {
        "is_ready": all(condition.is_met for condition in all_of_them),
        "version": judged,
        "experiment": experiment,
        "conditions": [vars(condition) for condition in all_of_them],
    }
