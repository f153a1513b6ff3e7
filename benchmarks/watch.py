"""Run a command and write its figures to a file as JSON, for benchmarks.processes.

    python watch.py report.json command ...

A process of its own, because the peak memory of a command is at least what the process
that starts it holds: this one imports next to nothing.
"""

import json
import os
import sys
import time


def main() -> int:
    """Run the command line; return the exit status of the command."""
    report, *words = sys.argv[1:]
    start = time.perf_counter()
    # Unlike wait(), wait4() says what the process has used.
    _, status, used = os.wait4(os.posix_spawnp(words[0], words, os.environ), 0)
    took = {
        "seconds": time.perf_counter() - start,
        "processor_seconds": used.ru_utime + used.ru_stime,
        "peak_megabytes": used.ru_maxrss / 1024,
    }
    with open(report, "w") as file:
        json.dump(took, file)
    return os.waitstatus_to_exitcode(status) and 1


if __name__ == "__main__":
    sys.exit(main())
