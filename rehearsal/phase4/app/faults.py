"""The faults that a running instance can be started with (PHASE4_FAULTS), each with what it does."""

FAULTS = {
    "one-server-unhealthy": "GET /health answers 503 with status unhealthy",
    "one-server-hangs": "GET /health never answers; every other route is normal",
    "health-says-200-but-degraded": "GET /health answers 200 with status degraded",
    "wrong-version-deployed": "GET /health reports another version than the one released",
    "swagger-endpoint-missing": "one operation is served but left out of the OpenAPI document",
    "swagger-page-broken": "GET /docs answers 200, but its script does not load and no operation is drawn",
    "app-crashes-after-banner": "the banner is logged, then the start-up fails and the process exits",
    "app-without-banner": "the routes are registered without the banner line",
    "app-never-ready": "the start-up completes, but every route answers 503 for ever",
}
