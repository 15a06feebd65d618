import pytest

from app.balancer import BalancerRefused, parse_address, parse_servers_state
from app.weights import Server

STATE = """1
# be_id be_name srv_id srv_name srv_op_state srv_admin_state srv_uweight srv_iweight
3 phase4 1 legacy 2 0 95 95
3 phase4 2 canary 2 0 5 5
4 other 1 canary 2 0 77 77
"""


@pytest.mark.parametrize(
    ("text", "address"),
    [("/run/haproxy.sock", "/run/haproxy.sock"), ("ipv4@127.0.0.1:9999", ("127.0.0.1", 9999))],
    ids=["unix path", "TCP as HAProxy writes it"],
)
def test_an_address_is_a_unix_path_or_a_host_with_a_port(text, address):
    assert parse_address(text) == address


def test_an_address_without_a_port_is_refused():
    with pytest.raises(ValueError, match="neither a unix path nor host:port"):
        parse_address("balancer")


def test_only_the_servers_of_the_backend_are_read():
    assert parse_servers_state(STATE, "phase4") == [Server("legacy", 95, True), Server("canary", 5, True)]


def test_columns_are_found_by_name_and_a_server_in_maintenance_is_unavailable():
    columns = "# srv_uweight srv_name srv_admin_state be_name srv_op_state"
    answer = f"1\n{columns}\n7 legacy 1 phase4 2\n5 canary 0 phase4 0\n"
    assert parse_servers_state(answer, "phase4") == [Server("legacy", 7, False), Server("canary", 5, False)]


def test_an_objection_is_no_empty_list_of_servers():
    with pytest.raises(BalancerRefused, match="Can't find backend."):
        parse_servers_state("Can't find backend.\n\n", "phase4")
