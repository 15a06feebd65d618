"""Ships log lines from rsyslog (omprog) to Google Cloud Logging: reads one JSON object per line on standard input.

Each line: {"id": …, "log": {…}}. The address and the token stand in the JSON file named as the only argument.
Started once by rsyslog; it writes what has arrived at once, so that a single line is never held back."""

import json
import os
import sys
import time
import urllib.error
import urllib.request

CHUNK_BYTES = 65_536
REQUEST_DEADLINE_SECONDS = 5
RETRY_PAUSE_SECONDS = 1
SEVERITIES = {"debug": "DEBUG", "info": "INFO", "warning": "WARNING", "error": "ERROR", "critical": "CRITICAL"}


def entry(line, file_labels):
    """One log entry; insertId lets the store drop a line that is written again after a lost answer."""
    shipped = json.loads(line)
    log = shipped["log"]
    labels = {"track": log["service.track"], "version": log["service.version"]} if "service.track" in log else {}
    written = {"insertId": shipped["id"], "jsonPayload": log, "labels": {**file_labels, **labels}}
    if "@timestamp" in log:
        written["timestamp"] = log["@timestamp"]
    severity = SEVERITIES.get(str(log.get("log.level", "")).lower())
    if severity:
        written["severity"] = severity
    return written


def write(entries, target):
    """Writes the entries; tries again while the store cannot be reached or is overloaded, as rsyslog's own outputs do."""
    body = {"logName": target["logName"], "resource": target["resource"], "entries": entries, "partialSuccess": True}
    request = urllib.request.Request(
        f"{target['url']}/v2/entries:write",
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {target['token']}", "Content-Type": "application/json"},
    )
    while True:
        try:
            urllib.request.urlopen(request, timeout=REQUEST_DEADLINE_SECONDS).close()
            return
        except urllib.error.HTTPError as refusal:
            report(f"HTTP {refusal.code}: {refusal.read(500).decode(errors='replace')}")
            if refusal.code not in (429, 500, 502, 503, 504):
                return
        except OSError as problem:
            report(str(problem))
        time.sleep(RETRY_PAUSE_SECONDS)


def report(problem):
    print(f"cloud logging: {problem}", file=sys.stderr, flush=True)


def entries_of(lines, file_labels):
    """The entries of those lines that are what rsyslog was told to hand over; others are reported."""
    for line in lines:
        try:
            yield entry(line, file_labels)
        except (ValueError, KeyError, TypeError) as problem:
            report(f"not a line of ours ({problem}): {line[:200]!r}")


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        target = json.load(file)
    unfinished = b""
    while arrived := os.read(sys.stdin.fileno(), CHUNK_BYTES):
        *lines, unfinished = (unfinished + arrived).split(b"\n")
        if entries := list(entries_of(lines, target["labels"])):
            write(entries, target)


if __name__ == "__main__":
    main()
