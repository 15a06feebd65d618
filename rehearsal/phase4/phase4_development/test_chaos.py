from app.chaos import Chaos, Trouble


def test_failures_are_spread_evenly_and_add_up_to_the_share():
    trouble = Trouble(error_share=0.03, latency_ms=0)
    outcomes = [trouble.fails_next() for _ in range(1000)]
    assert sum(outcomes) == 30
    assert all(sum(outcomes[start : start + 100]) == 3 for start in range(0, 1000, 100))


def test_the_trouble_set_last_decides_and_zeros_end_it():
    chaos = Chaos()
    chaos.set("/api/v2/*", 0.5, 0)
    chaos.set("/api/v2/items/*", 0, 20)
    assert chaos.trouble_of("/api/v2/items/1/recommendations").latency_ms == 20
    assert chaos.trouble_of("/api/v2/releases").error_share == 0.5
    assert chaos.trouble_of("/health") is None
    chaos.set("/api/v2/*", 0, 0)
    assert chaos.in_force() == [{"path": "/api/v2/items/*", "error_share": 0, "latency_ms": 20}]


def test_a_pattern_spares_the_balancers_check_and_chaos_itself():
    chaos = Chaos()
    chaos.set("*", 1, 0)
    assert [path for path in ("/livez", "/chaos", "/health") if chaos.trouble_of(path)] == ["/health"]
    chaos.set("/livez", 1, 0)
    assert chaos.trouble_of("/livez").error_share == 1
