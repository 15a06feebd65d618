"""Experiments: what is tested, on how many, and who sees what."""

from typing import Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Response
from pydantic import BaseModel, Extra, Field

from app.api.words import Comment, ExperimentKey, ExperimentState, UserId
from app.experiments import bucket, users_per_variant, variant
from app.services import Services, services_of

router = APIRouter(prefix="/experiments")


class ExperimentChange(BaseModel):
    """What an experiment is to be. Shares are numbers from 0 to 1."""

    hypothesis: Comment
    state: ExperimentState = "draft"
    treatment_percent: float = Field(50.0, ge=0, le=100)
    baseline_share: float = Field(0.1, gt=0, lt=1)
    detectable_difference: float = Field(0.02, gt=0, lt=1)

    class Config:
        extra = Extra.forbid


class Experiment(BaseModel):
    """An experiment as it is kept, with the users that each variant needs."""

    key: str
    hypothesis: str
    state: ExperimentState
    treatment_percent: float
    updated_at: str
    users_per_variant: int


class Assignment(BaseModel):
    """The variant that a user sees, and the bucket (0 to 9999) that decided it."""

    experiment: str
    user_id: str
    variant: Literal["control", "treatment"]
    bucket: int


@router.put("/{key}", response_model=Experiment, responses={201: {"model": Experiment}}, summary="Write an experiment")
def put_experiment(
    key: ExperimentKey, change: ExperimentChange, response: Response, services: Services = Depends(services_of)
) -> dict:
    """201 for a new experiment, 200 for a known one, 409 for a finished one, 422 for an impossible difference."""
    try:
        users = users_per_variant(change.baseline_share, change.detectable_difference)
    except ValueError as problem:
        raise HTTPException(422, str(problem)) from problem
    row, is_new = services.experiments.put(key, change.hypothesis, change.state, change.treatment_percent)
    response.status_code = 201 if is_new else 200
    return {**row._mapping, "users_per_variant": users}


@router.get("/{key}/assignment", response_model=Assignment, summary="Which variant a user sees")
def get_assignment(key: ExperimentKey, user_id: UserId = Query(...), services: Services = Depends(services_of)) -> dict:
    """404 for an unknown experiment, 409 for one that does not run."""
    row = services.experiments.find(key)
    if row is None:
        raise HTTPException(404, f"no experiment {key}")
    if row.state != "running":
        raise HTTPException(409, f"experiment {key} is {row.state}, not running")
    seen = variant(key, user_id, row.treatment_percent)
    return {"experiment": key, "user_id": user_id, "variant": seen, "bucket": bucket(key, user_id)}
