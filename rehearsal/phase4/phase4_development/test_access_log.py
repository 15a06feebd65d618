import json
from dataclasses import replace
from datetime import datetime, timezone

from app.access_log import Access, AccessLog, line_of

ACCESS = Access(
    at=datetime(2025, 10, 22, 14, 0, 0, 123_456, tzinfo=timezone.utc),
    request_id="r-1",
    method="GET",
    path="/api/v2/releases",
    handler="/api/v2/releases",
    status=200,
    duration_ms=4.56789,
)


def test_a_line_has_the_fields_that_the_log_store_is_searched_by():
    assert json.loads(line_of(ACCESS, "2.0.0", "canary")) == {
        "@timestamp": "2025-10-22T14:00:00.123Z",
        "message": "GET /api/v2/releases 200",
        "log.level": "info",
        "service.name": "phase4",
        "service.version": "2.0.0",
        "service.track": "canary",
        "http.request.id": "r-1",
        "http.request.method": "GET",
        "http.route": "/api/v2/releases",
        "url.path": "/api/v2/releases",
        "http.response.status_code": 200,
        "event.duration_ms": 4.568,
    }


def test_a_failure_is_told_in_the_line():
    line = json.loads(line_of(replace(ACCESS, status=500, failure=KeyError("stock")), "2.0.0", "canary"))
    assert (line["log.level"], line["error.type"], line["error.message"]) == ("error", "KeyError", "'stock'")
    assert line["message"] == "GET /api/v2/releases 500: 'stock'"
    assert json.loads(line_of(replace(ACCESS, status=404), "2.0.0", "canary"))["log.level"] == "warn"


def test_lines_are_appended_whole_whatever_a_path_holds(tmp_path):
    file = tmp_path / "access.log"
    file.write_text("{}\n")
    log = AccessLog(file, "2.0.0", "canary")
    log.open()
    log.write(replace(ACCESS, path='/a\nb"\u2028'))
    assert [json.loads(line).get("url.path") for line in file.read_text().split("\n")[:-1]] == [None, '/a\nb"\u2028']
    log.close()
