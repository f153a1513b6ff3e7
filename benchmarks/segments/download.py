"""Download public order files into a folder, and say how to get the others.

    python -m benchmarks.segments.download FOLDER

Then ORDER_FILES=FOLDER make bench-segments measures them.
"""

import argparse
import sys
import urllib.request
from pathlib import Path

from benchmarks.segments.files import FILES, OrderFile, sha256_of


def main() -> None:
    """Download what is missing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for one in FILES:
        if one.path is None and not (folder / one.file).exists():
            sys.stdout.write(f"{one.file}: {download(one, folder / one.file)}\n")


def download(one: OrderFile, path: Path) -> str:
    """Download a file and return what was done, in a few words."""
    if not one.address:
        return f"not downloaded. {one.origin}"
    try:
        urllib.request.urlretrieve(one.address, path)
    except OSError as error:
        return f"not downloaded from {one.address}: {error}"
    if one.sha256 and sha256_of(path) != one.sha256:
        path.unlink()
        return f"not kept: what {one.address} has now is another file."
    return f"downloaded from {one.address}"


if __name__ == "__main__":
    main()
