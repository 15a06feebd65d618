"""Routes for machines: the health check, the balancer's check, and chaos for drills."""

from typing import Literal, Optional

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, PlainTextResponse
from pydantic import BaseModel, Extra, Field

from app.health import health_of
from app.services import Services, services_of

router = APIRouter(tags=["Service"])
chaos_router = APIRouter(include_in_schema=False)


class TroubleAsked(BaseModel):
    """Trouble for a path or pattern; zeros and no manner (app/faults_on_request.py) end it."""

    path: str = Field(..., regex=r"^[/*]", max_length=200)
    error_share: float = Field(0, ge=0, le=1)
    latency_ms: float = Field(0, ge=0, le=60_000)
    manner: Optional[Literal["needs-cache", "says-without-doing", "hangs-without-doing", "hangs-having-done"]] = None

    class Config:
        extra = Extra.forbid


@router.get("/health", summary="The health of this instance")
async def health(services: Services = Depends(services_of)) -> JSONResponse:
    """Says which version answers. Depends on nothing outside the process."""
    status, body = health_of(services.settings)
    return JSONResponse(body, status, headers={"cache-control": "no-store"})


@router.get("/livez", response_class=PlainTextResponse, summary="The balancer's check")
async def livez() -> str:
    """The process answers."""
    return "ok\n"


@chaos_router.post("/chaos")
async def set_trouble(asked: TroubleAsked, services: Services = Depends(services_of)) -> dict:
    """Gives what is in force afterwards."""
    services.chaos.set(asked.path, asked.error_share, asked.latency_ms, asked.manner)
    return {"in_force": services.chaos.in_force()}
