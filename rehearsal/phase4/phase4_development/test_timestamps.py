from datetime import datetime, timedelta, timezone

import pytest

from app.timestamps import parse_rfc3339, rfc3339

SEOUL = timezone(timedelta(hours=9))


def test_a_moment_is_written_in_utc_with_milliseconds_and_read_back():
    moment = datetime(2025, 10, 22, 23, 0, 0, 7_999, tzinfo=SEOUL)
    assert rfc3339(moment) == "2025-10-22T14:00:00.007Z"
    assert parse_rfc3339(rfc3339(moment)) == moment.replace(microsecond=7_000)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError):
        rfc3339(datetime(2025, 10, 22, 14, 0))
