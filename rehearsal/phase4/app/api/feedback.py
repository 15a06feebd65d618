"""Feedback of users on a version."""

from datetime import datetime
from typing import Optional

from fastapi import APIRouter, Depends, HTTPException, Query
from pydantic import BaseModel, Extra

from app.api.words import Comment, Sentiment, UserId, Version
from app.feedback import summarise
from app.services import Services, services_of

router = APIRouter(prefix="/feedback")


class FeedbackGiven(BaseModel):
    """One user's answer."""

    version: Version
    user_id: UserId
    sentiment: Sentiment
    comment: Comment = Comment("")

    class Config:
        extra = Extra.forbid


class Feedback(FeedbackGiven):
    """An answer as it is kept."""

    id: int
    created_at: str


class FeedbackSummary(BaseModel):
    """The answers on a version in a window. `positive_share` (0 to 1) is null where nobody took a side."""

    version: str
    answers: int
    positive: int
    neutral: int
    negative: int
    positive_share: Optional[float]


@router.post("", response_model=Feedback, status_code=201, summary="Give feedback")
def give_feedback(given: FeedbackGiven, services: Services = Depends(services_of)) -> dict:
    """404 for an unknown version, 409 for a second answer of the same user."""
    return dict(services.feedback.add(given.version, given.user_id, given.sentiment, given.comment)._mapping)


@router.get("/summary", response_model=FeedbackSummary, summary="Sum the feedback up")
def summarise_feedback(
    version: Version = Query(...),
    since: Optional[datetime] = Query(None, description="with a time zone"),
    until: Optional[datetime] = Query(None, description="with a time zone"),
    services: Services = Depends(services_of),
) -> dict:
    """404 for an unknown version: no answers and no release are not the same."""
    if any(moment is not None and moment.tzinfo is None for moment in (since, until)):
        raise HTTPException(422, "since and until need a time zone")
    if since is not None and until is not None and since >= until:
        raise HTTPException(422, "since must come before until")
    if services.releases.find(version) is None:
        raise HTTPException(404, f"no release {version} is registered")
    return {"version": version, **vars(summarise(services.feedback.sentiments(version, since, until)))}
