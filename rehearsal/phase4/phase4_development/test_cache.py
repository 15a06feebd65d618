import redis

from app.cache import Cache


class MemoryRedis:
    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.lifetimes: dict[str, int] = {}
        self.asked = 0
        self.is_down = False

    def get(self, key):
        self.asked += 1
        if self.is_down:
            raise redis.ConnectionError("refused")
        return self.values.get(key)

    def set(self, key, value, ex):
        self.values[key], self.lifetimes[key] = value, ex


def test_a_value_is_computed_once_and_then_kept_for_a_minute():
    client, computed = MemoryRedis(), []
    cache = Cache(client)
    answers = [cache.get_or_compute("k", lambda: computed.append(1) or [1, "두"]) for _ in range(2)]
    assert answers == [([1, "두"], "miss"), ([1, "두"], "hit")]
    assert (len(computed), client.lifetimes) == (1, {"k": 60})


def test_without_a_redis_every_value_is_computed():
    cache = Cache(None)
    assert [cache.get_or_compute("k", lambda: 7) for _ in range(2)] == [(7, "bypass"), (7, "bypass")]


def test_a_redis_that_fails_is_left_alone_for_five_seconds():
    client, now = MemoryRedis(), [100.0]
    cache = Cache(client, clock=lambda: now[0])
    client.is_down = True
    assert cache.get_or_compute("k", lambda: 1) == (1, "bypass")
    now[0] = 104.9
    assert cache.get_or_compute("k", lambda: 2) == (2, "bypass")
    assert client.asked == 1
    client.is_down, now[0] = False, 105.0
    assert cache.get_or_compute("k", lambda: 3) == (3, "miss")


def test_a_cached_value_that_is_not_json_is_computed_anew():
    client = MemoryRedis()
    client.values["k"] = "{torn"
    assert Cache(client).get_or_compute("k", lambda: {"a": 1}) == ({"a": 1}, "miss")
    assert client.values["k"] == '{"a": 1}'
