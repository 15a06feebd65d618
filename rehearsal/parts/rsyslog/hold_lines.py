"""The fault "log-arrives-late": copies each line of a log file to another file, but only after some seconds.

Usage: hold_lines.py <seconds> <from> <to> [<from> <to> …]"""

import sys
import threading
import time

POLL_SECONDS = 0.1


def hold(seconds, source, target):
    """Follows one file for ever."""
    waiting = []
    with open(source, "a+", encoding="utf-8") as lines, open(target, "a", encoding="utf-8") as held:
        lines.seek(0)
        while True:
            now = time.monotonic()
            waiting += [(now + seconds, line) for line in lines.readlines()]
            while waiting and waiting[0][0] <= now:
                held.write(waiting.pop(0)[1])
                held.flush()
            time.sleep(POLL_SECONDS)


def main():
    seconds, *files = sys.argv[1:]
    for source, target in zip(files[::2], files[1::2]):
        threading.Thread(target=hold, args=(float(seconds), source, target), daemon=True).start()
    threading.Event().wait()


if __name__ == "__main__":
    main()
