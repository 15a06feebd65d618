"""What GET /health says. It depends on nothing outside the process: a lost cache or database is no lost server."""

from app import SERVICE_NAME
from app.settings import Settings

OTHER_VERSION = "1.9.9"


def health_of(settings: Settings) -> tuple[int, dict[str, str]]:
    """The HTTP status and the body."""
    status, word, version = 200, "ok", settings.version
    if "one-server-unhealthy" in settings.faults:
        status, word = 503, "unhealthy"
    elif "health-says-200-but-degraded" in settings.faults:
        word = "degraded"
    if "wrong-version-deployed" in settings.faults:
        version = OTHER_VERSION if settings.version != OTHER_VERSION else "0.0.0"
    return status, {"status": word, "version": version, "track": settings.track, "service": SERVICE_NAME}
