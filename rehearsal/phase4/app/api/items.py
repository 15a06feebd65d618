"""Recommendations for an item of the catalogue."""

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Response
from pydantic import BaseModel

from app.recommendations import recommend
from app.services import Services, services_of

router = APIRouter(prefix="/items")


class Recommendation(BaseModel):
    """An item to show beside another."""

    id: int
    title: str
    popularity: int


@router.get("/{item_id}/recommendations", response_model=list[Recommendation], summary="What goes with an item")
def get_recommendations(
    response: Response,
    item_id: int = Path(..., ge=1, le=2**31),
    limit: int = Query(3, ge=1, le=20),
    services: Services = Depends(services_of),
) -> list[dict]:
    """The header x-cache says hit, miss or bypass (no usable cache)."""

    def compute() -> list[dict]:
        catalogue = services.items.all()
        item = next((item for item in catalogue if item.id == item_id), None)
        if item is None:
            raise HTTPException(404, f"no item {item_id}")
        related = recommend(item, catalogue, limit)
        return [{"id": other.id, "title": other.title, "popularity": other.popularity} for other in related]

    key = f"phase4:{services.settings.version}:recommendations:{item_id}:{limit}"
    value, response.headers["x-cache"] = services.cache.get_or_compute(key, compute)
    return value
