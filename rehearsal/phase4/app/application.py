"""Puts an instance together from its settings."""

import logging

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import Route

from app.api import service, v2
from app.api.problems import install_problems
from app.chaos import ChaosLayer
from app.documentation import install_documentation
from app.fault_layer import FaultLayer
from app.metrics_server import MetricsServer
from app.observation import Observation
from app.services import Services, services_for
from app.settings import Settings

BANNER = "Phase 4 API v2 routes registered successfully"
LEFT_OUT = "/api/v2/ab-test/readiness"

log = logging.getLogger("phase4")


def create_app(settings: Settings) -> FastAPI:
    """The application. Files and ports are opened when it starts and closed when it stops."""
    services = services_for(settings)
    app = FastAPI(title="Phase 4", version=settings.version, docs_url=None, redoc_url=None)
    app.state.services = services
    _register_routes(app, services)
    _add_layers(app, services)
    _add_lifespan(app, services)
    return app


def _register_routes(app: FastAPI, services: Services) -> None:
    app.include_router(v2.router)
    app.include_router(service.router)
    if services.settings.chaos:
        app.include_router(service.chaos_router)
    install_problems(app)
    install_documentation(app, services.settings)
    if "swagger-endpoint-missing" in services.settings.faults:
        for route in app.routes:
            if isinstance(route, APIRoute) and route.path == LEFT_OUT:
                route.include_in_schema = False
    if "app-without-banner" not in services.settings.faults:
        log.info(BANNER)


def _add_layers(app: FastAPI, services: Services) -> None:
    settings, metrics = services.settings, services.metrics
    known = [route for route in app.routes if isinstance(route, Route)]
    metrics.expect((method, route.path) for route in known for method in sorted(route.methods or ()))
    app.add_middleware(ChaosLayer, chaos=services.chaos)
    app.add_middleware(FaultLayer, faults=settings.faults)
    app.add_middleware(
        Observation,
        routes=app.routes,
        metrics=metrics,
        access_log=services.access_log,
        track=settings.track,
        version=settings.version,
    )


def _add_lifespan(app: FastAPI, services: Services) -> None:
    settings = services.settings
    servers: list[MetricsServer] = []

    async def start() -> None:
        if "app-crashes-after-banner" in settings.faults:
            raise RuntimeError("the service cannot start (fault app-crashes-after-banner)")
        services.access_log.open()
        if settings.metrics_port:
            servers.append(MetricsServer(services.metrics.registry, settings.metrics_port))

    async def stop() -> None:
        while servers:
            servers.pop().stop()
        services.access_log.close()
        services.database.close()

    app.add_event_handler("startup", start)
    app.add_event_handler("shutdown", stop)
