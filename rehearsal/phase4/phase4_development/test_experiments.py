import pytest

from app.experiments import BUCKETS, bucket, users_per_variant, variant

USERS = [f"user-{number}" for number in range(4000)]


def test_a_user_stays_in_the_same_bucket_for_ever():
    assert [bucket("phase4-ab", user) for user in ("ada", "grace", "")] == [3600, 1901, 5586]


def test_the_treated_share_is_the_one_asked_for():
    treated = sum(variant("phase4-ab", user, 20) == "treatment" for user in USERS)
    assert 0.18 < treated / len(USERS) < 0.22


def test_raising_the_percentage_takes_nobody_out_of_the_treatment():
    before = {user for user in USERS if variant("phase4-ab", user, 10) == "treatment"}
    after = {user for user in USERS if variant("phase4-ab", user, 30) == "treatment"}
    assert before < after
    assert {variant("phase4-ab", user, 0) for user in USERS} == {"control"}
    assert {variant("phase4-ab", user, 100) for user in USERS} == {"treatment"}


def test_two_experiments_divide_the_users_independently():
    both = sum(max(bucket("one", user), bucket("two", user)) < BUCKETS / 2 for user in USERS)
    assert 0.22 < both / len(USERS) < 0.28


def test_a_smaller_difference_takes_more_users_and_an_impossible_one_is_refused():
    assert users_per_variant(0.10, 0.02) == 3839
    assert users_per_variant(0.10, 0.01) > 3 * 3839
    with pytest.raises(ValueError, match="cannot be tested"):
        users_per_variant(0.99, 0.02)
