"""Write docs/images/report.png: `python -m tests.bi.report.picture`.

Run this command after `make build` of the sample, with Chromium on the PATH.
"""

import base64
import tempfile
from pathlib import Path

from bi.paths import report_path
from tests.bi.report.chromium import Chromium, find_chromium

PICTURE = Path("docs/images/report.png")
WIDTH, MARGIN = 1000, 32


def main() -> None:
    """Write the picture, which shows title, totals and the shares of the segments."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Chromium(find_chromium(), Path(folder)) as browser,
    ):
        browser.open(report_path(), WIDTH)
        bottom = browser.ask(
            "document.querySelector('figure').getBoundingClientRect().bottom"
        )
        clip = {"x": 0, "y": 0, "width": WIDTH, "height": bottom + MARGIN, "scale": 1}
        taken = browser.send(
            "Page.captureScreenshot", clip=clip, captureBeyondViewport=True
        )
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_bytes(base64.b64decode(taken["data"]))


if __name__ == "__main__":
    main()
