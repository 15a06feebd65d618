from datetime import datetime, timedelta, timezone

import pytest

from app.idempotency import KeyInProgress, KeyMalformed, KeyReused, Record, check_key, fingerprint, replay

BEGAN = datetime(2025, 10, 22, 14, 0, tzinfo=timezone.utc)
ASKED = fingerprint({"reason": "errors"})


def test_the_order_of_fields_does_not_matter_and_their_values_do():
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
    assert fingerprint({"a": 1, "b": 2}) != fingerprint({"a": 1, "b": 3})


def test_a_new_key_is_carried_out():
    assert replay(None, ASKED, BEGAN) is None


def test_a_finished_request_is_repeated_however_late():
    record = Record(ASKED, BEGAN, {"outcome": "rolled-back"})
    assert replay(record, ASKED, BEGAN + timedelta(days=30)) == {"outcome": "rolled-back"}


def test_a_key_of_another_request_is_refused_even_while_that_one_runs():
    with pytest.raises(KeyReused):
        replay(Record(ASKED, BEGAN, None), fingerprint({"reason": "other"}), BEGAN)


def test_a_request_still_running_is_waited_for_until_it_must_have_died():
    running = Record(ASKED, BEGAN, None)
    with pytest.raises(KeyInProgress):
        replay(running, ASKED, BEGAN + timedelta(seconds=29.9))
    assert replay(running, ASKED, BEGAN + timedelta(seconds=30)) is None


def test_a_key_has_8_to_200_plain_characters():
    assert check_key("release-2.0.0:1") == "release-2.0.0:1"
    for key in ("short-1", "x" * 201, "with a space", "line\nbreak", "한글로쓴열쇠입니다"):
        with pytest.raises(KeyMalformed):
            check_key(key)
