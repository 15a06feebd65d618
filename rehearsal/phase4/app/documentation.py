"""The Swagger page at /docs. With a folder of swagger-ui-dist it needs no other host; without, FastAPI's usual CDN."""

from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from app.settings import Settings

ASSETS = "/docs-assets"


def install_documentation(app: FastAPI, settings: Settings) -> None:
    """Adds GET /docs, and the mount of its assets where there is a folder of them."""
    page = page_of(app.title, app.openapi_url or "", settings)
    if settings.swagger_dir is not None:
        app.mount(ASSETS, StaticFiles(directory=settings.swagger_dir), name="docs-assets")

    async def docs() -> HTMLResponse:
        return page

    app.add_api_route("/docs", docs, include_in_schema=False, response_class=HTMLResponse)


def page_of(title: str, openapi_url: str, settings: Settings) -> HTMLResponse:
    """The page. With the fault swagger-page-broken its script is asked for where there is none."""
    urls = {}
    if settings.swagger_dir is not None:
        urls = {
            "swagger_js_url": f"{ASSETS}/swagger-ui-bundle.js",
            "swagger_css_url": f"{ASSETS}/swagger-ui.css",
            "swagger_favicon_url": f"{ASSETS}/favicon-32x32.png",
        }
    if "swagger-page-broken" in settings.faults:
        urls["swagger_js_url"] = f"{ASSETS}/missing/swagger-ui-bundle.js"
    return get_swagger_ui_html(openapi_url=openapi_url, title=title, **urls)
