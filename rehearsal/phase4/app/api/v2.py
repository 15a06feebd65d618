"""The section "Phase 4": every operation under /api/v2."""

from fastapi import APIRouter

from app.api import ab_test, canary, experiments, feedback, items, releases

PHASE_4 = "Phase 4"

router = APIRouter(prefix="/api/v2", tags=[PHASE_4])
for part in (canary, releases, experiments, feedback, items, ab_test):
    router.include_router(part.router)
