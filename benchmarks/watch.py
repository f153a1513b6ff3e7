"""Run a command and write its measurements to a file as JSON.

    python watch.py report.json command ...

benchmarks.processes runs this script as a small process. The peak memory of a command
is at least that of the process that starts it, so this script imports very little.
"""

import json
import os
import sys
import time


def main() -> int:
    """Run the command line; return the exit status of the command."""
    report, *words = sys.argv[1:]
    start = time.perf_counter()
    # Unlike wait(), wait4() returns the time and memory that the process used.
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
