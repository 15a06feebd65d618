"""Releases: which there are, and which state each is in."""

from typing import Optional

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Extra

from app.api.words import Comment, ReleaseState, Version
from app.services import Services, services_of

router = APIRouter(prefix="/releases")


class Release(BaseModel):
    """A release as it is kept."""

    version: str
    state: ReleaseState
    notes: str
    updated_at: str


class ReleaseChange(BaseModel):
    """The state that a release is to be in."""

    state: ReleaseState
    notes: Comment = Comment("")

    class Config:
        extra = Extra.forbid


@router.get("", response_model=list[Release], summary="List the releases")
def list_releases(
    state: Optional[ReleaseState] = Query(None, description="only those in this state"),
    services: Services = Depends(services_of),
) -> list[dict]:
    """The release changed last comes first."""
    return [dict(row._mapping) for row in services.releases.list(state.value if state else None)]


@router.put("/{version}", response_model=Release, responses={201: {"model": Release}}, summary="Move a release")
def put_release(
    version: Version, change: ReleaseChange, response: Response, services: Services = Depends(services_of)
) -> dict:
    """201 for a new release, 200 for a known one, 409 where its life does not allow the state."""
    row, is_new = services.releases.put(version, change.state.value, change.notes)
    response.status_code = 201 if is_new else 200
    return dict(row._mapping)
