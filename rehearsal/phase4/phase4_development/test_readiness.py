from app.feedback import summarise
from app.readiness import conditions

GOOD = summarise(["positive"] * 4 + ["negative"])


def unmet(*judged) -> list[tuple[str, str]]:
    return [(condition.name, condition.reason) for condition in conditions(*judged) if not condition.is_met]


def test_a_release_in_place_with_a_ready_experiment_and_good_feedback_is_ready():
    assert unmet("canary", "ready", GOOD) == []
    assert unmet("promoted", "ready", GOOD) == []


def test_what_is_missing_is_named():
    assert unmet(None, None, summarise([])) == [
        ("release", "the release is not registered"),
        ("experiment", "there is no such experiment"),
        ("feedback", "0 answers; 5 are needed, some of them taking a side"),
    ]


def test_a_rollback_an_unready_experiment_or_bad_feedback_stands_in_the_way():
    assert unmet("rolled-back", "ready", GOOD) == [("release", "the release is rolled-back")]
    assert unmet("canary", "draft", GOOD) == [("experiment", "the experiment is draft")]
    half = summarise(["positive", "negative"] * 3)
    assert unmet("canary", "ready", half) == [("feedback", "50% positive; 60% are needed")]
    assert unmet("canary", "ready", summarise(["neutral"] * 9))[0][0] == "feedback"
