import json
import logging
import socket
from concurrent.futures import ThreadPoolExecutor
from urllib.request import urlopen

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from app.application import BANNER, create_app
from app.settings import Settings
from app.store.tables import metadata
from tests.conftest import FOLDER

ROLLBACK = "/api/v2/canary/rollback"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def release(api, version: str = "2.0.0", state: str = "canary"):
    return api.put(f"/api/v2/releases/{version}", json={"state": state})


def sample(api, name: str, **labels: str):
    return api.app.state.services.metrics.registry.get_sample_value(name, labels)


# The database


def test_the_migrations_build_the_tables_that_the_code_uses(migrated):
    with create_engine(f"sqlite:///{migrated}").connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_three_revisions_lead_to_one_head_and_back(migrate, tmp_path):
    script = ScriptDirectory.from_config(Config(str(FOLDER / "alembic.ini")))
    assert len(script.get_heads()) == 1
    assert [len(revision.nextrev) for revision in script.walk_revisions()] == [0, 1, 1]
    file = migrate(migrate(tmp_path / "down.sqlite"), command.downgrade, "base")
    assert inspect(create_engine(f"sqlite:///{file}")).get_table_names() == ["alembic_version"]


# The service


def test_the_banner_is_logged_once_the_routes_are_registered(caplog):
    caplog.set_level(logging.INFO, "phase4")
    app = create_app(Settings())
    assert [record.getMessage() for record in caplog.records] == [BANNER]
    assert any(route.path == ROLLBACK for route in app.routes)


def test_the_phase_4_section_has_eleven_operations(api):
    document = api.get("/openapi.json").json()
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    assert sum("Phase 4" in operation["tags"] for operation in operations) == 11
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    assert "/chaos" not in document["paths"]


def test_the_swagger_page_asks_no_other_host(start, tmp_path):
    (tmp_path / "swagger-ui-bundle.js").write_text("// the bundle")
    api = start(swagger_dir=tmp_path)
    page = api.get("/docs").text
    assert "http://" not in page and "https://" not in page
    assert api.get("/docs-assets/swagger-ui-bundle.js").text == "// the bundle"


def test_health_names_the_instance_and_does_not_need_redis_or_the_database(start, tmp_path):
    url = f"sqlite:///{tmp_path / 'missing' / 'x.sqlite'}"
    api = start(database_url=url, redis_url=f"redis://127.0.0.1:{free_port()}", track="legacy", version="1.9.4")
    answer = api.get("/health")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json() == {"status": "ok", "version": "1.9.4", "track": "legacy", "service": "phase4"}
    assert api.get("/api/v2/releases").status_code == 503


def test_every_answer_says_who_gave_it(api):
    answers = [api.get("/livez"), api.get("/nowhere"), api.put("/livez"), api.get("/api/v2/feedback/summary")]
    assert [answer.status_code for answer in answers] == [200, 404, 405, 422]
    for answer in answers:
        assert (answer.headers["x-deployment-track"], answer.headers["x-served-by"]) == ("canary", "phase4@2.0.0")
    assert len({answer.headers["x-request-id"] for answer in answers}) == 4


def test_the_callers_request_id_is_kept_where_it_is_one(api):
    assert api.get("/livez", headers={"x-request-id": "trace-7"}).headers["x-request-id"] == "trace-7"
    assert api.get("/livez", headers={"x-request-id": "x" * 129}).headers["x-request-id"] != "x" * 129


def test_each_request_but_the_balancers_probe_is_one_line_of_the_access_log(start, tmp_path):
    api = start(log_file=tmp_path / "access.json")
    api.get("/api/v2/items/1/recommendations", headers={"x-request-id": "trace-8"})
    api.get("/livez")
    api.get("/health")
    first, second = [json.loads(line) for line in (tmp_path / "access.json").read_text().splitlines()]
    assert (first["http.request.id"], first["url.path"]) == ("trace-8", "/api/v2/items/1/recommendations")
    assert (first["http.route"], first["http.response.status_code"]) == ("/api/v2/items/{item_id}/recommendations", 200)
    assert second["http.route"] == "/health" and second["@timestamp"] >= first["@timestamp"]


def test_an_unforeseen_error_is_answered_counted_and_logged(start, tmp_path):
    api = start(chaos=True, log_file=tmp_path / "access.json")
    assert api.post("/chaos", json={"path": "/api/v2/releases", "error_share": 1}).status_code == 200
    answer = api.get("/api/v2/releases", headers={"x-request-id": "trace-9"})
    assert (answer.status_code, answer.headers["x-request-id"]) == (500, "trace-9")
    labels = {"method": "GET", "handler": "/api/v2/releases", "status": "500", "track": "canary", "version": "2.0.0"}
    assert sample(api, "http_requests_total", **labels) == 1
    line = json.loads((tmp_path / "access.json").read_text().splitlines()[-1])
    assert (line["error.type"], line["http.request.id"]) == ("InjectedFault", "trace-9")


def test_chaos_exists_only_where_it_is_asked_for_and_checks_what_it_is_told(start, api):
    assert start().post("/chaos", json={"path": "*", "error_share": 1}).status_code == 404
    assert api.post("/chaos", json={"path": "*", "error_share": 1.5}).status_code == 422
    assert api.get("/health").status_code == 200


def test_the_metrics_port_serves_what_the_service_counted(start):
    port = free_port()
    api = start(metrics_port=port)
    api.get("/invented/path")
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=2) as answer:
        lines = answer.read().decode().splitlines()
    labels = 'handler="unmatched",method="GET",status="404",track="canary",version="2.0.0"'
    assert f"http_requests_total{{{labels}}} 1.0" in lines
    assert not any("invented" in line for line in lines)


# Releases


def test_a_release_is_registered_then_moved(api):
    assert release(api, state="planned").status_code == 201
    moved = release(api, state="canary")
    assert (moved.status_code, moved.json()["state"]) == (200, "canary")
    assert release(api, version="2.0", state="planned").status_code == 422


def test_a_second_canary_is_refused(api):
    release(api, "2.0.0")
    refused = release(api, "2.1.0-rc.1")
    assert refused.status_code == 409
    assert refused.json() == {"detail": "release 2.0.0 is the canary; promote it or roll it back first"}


def test_a_release_cannot_skip_a_state(api):
    release(api, state="planned")
    assert release(api, state="promoted").status_code == 409
    assert api.get("/api/v2/releases").json()[0]["state"] == "planned"


def test_releases_are_listed_by_state(api):
    release(api, "1.9.4", "canary")
    release(api, "1.9.4", "promoted")
    release(api, "2.0.0", "canary")
    assert {row["version"] for row in api.get("/api/v2/releases").json()} == {"1.9.4", "2.0.0"}
    assert [row["version"] for row in api.get("/api/v2/releases?state=promoted").json()] == ["1.9.4"]
    assert api.get("/api/v2/releases?state=lost").status_code == 422


# Feedback, experiments, items


def test_feedback_is_counted_once_per_user(api):
    release(api)
    given = {"version": "2.0.0", "user_id": "ada", "sentiment": "positive", "comment": " 좋아요 "}
    kept = api.post("/api/v2/feedback", json=given)
    assert (kept.status_code, kept.json()["comment"]) == (201, "좋아요")
    assert api.post("/api/v2/feedback", json={**given, "sentiment": "negative"}).status_code == 409
    summary = api.get("/api/v2/feedback/summary?version=2.0.0").json()
    assert (summary["answers"], summary["positive_share"]) == (1, 1.0)


def test_feedback_needs_a_release_that_exists(api):
    given = {"version": "9.9.9", "user_id": "ada", "sentiment": "positive"}
    assert api.post("/api/v2/feedback", json=given).status_code == 404
    assert api.get("/api/v2/feedback/summary?version=9.9.9").status_code == 404


def test_feedback_is_summed_up_in_a_window(api):
    release(api)
    given = {"version": "2.0.0", "user_id": "ada", "sentiment": "negative"}
    at = api.post("/api/v2/feedback", json=given).json()["created_at"]
    summary = "/api/v2/feedback/summary"
    inside = api.get(summary, params={"version": "2.0.0", "since": at}).json()
    before = api.get(summary, params={"version": "2.0.0", "until": at}).json()
    assert (inside["negative"], before["answers"], before["positive_share"]) == (1, 0, None)
    assert api.get(summary, params={"version": "2.0.0", "since": "2025-10-22T14:00:00"}).status_code == 422


def test_an_experiment_assigns_users_only_while_it_runs(api):
    experiment, seen = "/api/v2/experiments/phase4-ab", "/api/v2/experiments/phase4-ab/assignment?user_id=ada"
    assert api.get(seen).status_code == 404
    written = api.put(experiment, json={"hypothesis": "more sales", "treatment_percent": 100})
    assert (written.status_code, written.json()["users_per_variant"]) == (201, 3839)
    assert api.get(seen).status_code == 409
    api.put(experiment, json={"hypothesis": "more sales", "state": "running", "treatment_percent": 100})
    assert api.get(seen).json()["variant"] == "treatment"


def test_a_finished_experiment_stays_as_it_is(api):
    api.put("/api/v2/experiments/old", json={"hypothesis": "h", "state": "finished"})
    assert api.put("/api/v2/experiments/old", json={"hypothesis": "other"}).status_code == 409
    impossible = {"hypothesis": "h", "baseline_share": 0.99, "detectable_difference": 0.02}
    assert api.put("/api/v2/experiments/new", json=impossible).status_code == 422


def test_recommendations_come_without_redis_too(start):
    api = start(redis_url=f"redis://127.0.0.1:{free_port()}")
    answer = api.get("/api/v2/items/1/recommendations?limit=2")
    assert [item["title"] for item in answer.json()] == ["Road running shoes", "Hiking boots"]
    assert answer.headers["x-cache"] == "bypass"
    assert api.get("/api/v2/items/999/recommendations").status_code == 404


def test_the_ab_test_is_ready_when_every_condition_is_met(api):
    assert api.get("/api/v2/ab-test/readiness").json()["is_ready"] is False
    release(api)
    api.put("/api/v2/experiments/phase4-ab", json={"hypothesis": "h", "state": "ready"})
    for user in range(5):
        api.post("/api/v2/feedback", json={"version": "2.0.0", "user_id": f"u{user}", "sentiment": "positive"})
    ready = api.get("/api/v2/ab-test/readiness").json()
    assert ready["is_ready"] is True
    assert [condition["name"] for condition in ready["conditions"]] == ["release", "experiment", "feedback"]


# The canary


def test_a_rollback_moves_the_traffic_and_is_remembered(api, haproxy):
    release(api)
    done = api.post(ROLLBACK)
    assert (done.status_code, done.json()["outcome"], done.json()["recorded"]) == (200, "rolled-back", True)
    assert haproxy.commands == ["set server phase4/legacy weight 100", "set server phase4/canary weight 0"]
    assert sample(api, "phase4_rollbacks_total") == 1
    status = api.get("/api/v2/canary/status").json()
    assert status["routing"]["shares"] == {"legacy": 1.0, "canary": 0.0}
    assert status["last_rollback"]["before"] == {"legacy": 95, "canary": 5}
    assert status["release"]["state"] == "rolled-back"
    assert api.post(ROLLBACK).json()["outcome"] == "already-rolled-back"


def test_a_dry_run_says_what_would_happen_and_changes_nothing(api, haproxy):
    for planned in (api.post(f"{ROLLBACK}?dry_run=true").json(), api.get(ROLLBACK).json()):
        assert (planned["outcome"], planned["after"]) == ("planned", {"legacy": 100, "canary": 0})
    assert (haproxy.commands, haproxy.weights["canary"]) == ([], 5)
    assert sample(api, "phase4_rollbacks_total") == 0


def test_the_same_key_acts_once(api, haproxy):
    key = {"idempotency-key": "incident-1"}
    first = api.post(ROLLBACK, json={"reason": "errors"}, headers=key)
    asked, haproxy.weights["canary"] = haproxy.questions, 5
    again = api.post(ROLLBACK, json={"reason": "errors"}, headers=key)
    assert (again.json(), again.headers["idempotent-replayed"]) == (first.json(), "true")
    assert (haproxy.questions, haproxy.weights["canary"]) == (asked, 5)
    assert api.post(ROLLBACK, json={"reason": "other"}, headers=key).status_code == 422
    assert api.post(ROLLBACK, headers={"idempotency-key": "bad key"}).status_code == 422


def test_of_equal_requests_at_once_one_acts(api, haproxy):
    key = {"idempotency-key": "incident-3"}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: api.post(ROLLBACK, headers=key), range(16)))
    assert haproxy.commands == ["set server phase4/legacy weight 100", "set server phase4/canary weight 0"]
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert {answer.json()["outcome"] for answer in answers if answer.status_code == 200} == {"rolled-back"}


def test_a_rollback_that_failed_may_be_tried_again_with_its_key(api, haproxy):
    key = {"idempotency-key": "incident-2"}
    haproxy.refuses = "canary"
    refused = api.post(ROLLBACK, headers=key)
    assert (refused.status_code, refused.json()["detail"]) == (502, "the load balancer refused: No such server.")
    assert sample(api, "phase4_rollbacks_total") == 0
    haproxy.refuses = ""
    assert api.post(ROLLBACK, headers=key).json()["outcome"] == "rolled-back"


def test_a_rollback_that_would_leave_no_server_is_refused(start, haproxy):
    haproxy.running["legacy"] = False
    refused = start(haproxy_socket=haproxy.path).post(ROLLBACK)
    assert refused.status_code == 409 and "would leave no server" in refused.json()["detail"]
    assert (haproxy.commands, haproxy.weights) == ([], {"legacy": 95, "canary": 5})
    assert start(haproxy_socket=haproxy.path + ".gone").post(ROLLBACK).status_code == 503


def test_a_rollback_works_without_the_database(start, haproxy, tmp_path):
    api = start(haproxy_socket=haproxy.path, database_url=f"sqlite:///{tmp_path / 'empty.sqlite'}")
    done = api.post(ROLLBACK, headers={"idempotency-key": "incident-4"}).json()
    assert (done["outcome"], done["recorded"]) == ("rolled-back", False)
    assert "no such table" in api.get("/api/v2/canary/status").json()["store_problem"]
