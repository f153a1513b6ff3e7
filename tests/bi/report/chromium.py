"""A headless Chromium that is controlled by the DevTools protocol."""

import base64
import itertools
import json
import shutil
import subprocess
import time
from pathlib import Path

import websocket

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WAIT_SECONDS = 60


def find_chromium() -> str | None:
    """Return the path of the program, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Chromium:
    """A browser with one page. `events` has all its events."""

    def __init__(self, program: str, folder: Path):
        self.process = subprocess.Popen(
            [
                program,
                "--headless=new",
                # Tests in a container often run as root, for whom Chromium has no
                # sandbox.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                f"--user-data-dir={folder}",
                "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.events, self.numbers, self.session = [], itertools.count(1), None
        self.socket = websocket.create_connection(
            wait_for_address(folder / "DevToolsActivePort", self.process),
            timeout=WAIT_SECONDS,
            suppress_origin=True,
            http_no_proxy=["127.0.0.1"],
        )
        target = self.send("Target.createTarget", url="about:blank")
        attached = self.send("Target.attachToTarget", **target, flatten=True)
        self.session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()
        self.process.terminate()
        self.process.wait(WAIT_SECONDS)

    def send(self, method: str, **given) -> dict:
        """Return the answer to a command, and store events that arrive before it."""
        number = next(self.numbers)
        message = {"id": number, "method": method, "params": given}
        if self.session:
            message["sessionId"] = self.session
        self.socket.send(json.dumps(message))
        while (answer := json.loads(self.socket.recv())).get("id") != number:
            self.events.append(answer)
        assert "error" not in answer, f"{method}: {answer['error']}"
        return answer["result"]

    def open(self, page: Path, width: int, height: int = 900, scheme: str = "light"):
        """Delete all events, then show a file on a screen of this size."""
        screen = {"width": width, "height": height, "deviceScaleFactor": 1}
        self.send("Emulation.setDeviceMetricsOverride", **screen, mobile=width < 500)
        self.send(
            "Emulation.setEmulatedMedia",
            features=[{"name": "prefers-color-scheme", "value": scheme}],
        )
        self.events.clear()
        self.send("Page.navigate", url=page.resolve().as_uri())
        while not self.reported("Page.loadEventFired"):
            self.events.append(json.loads(self.socket.recv()))

    def reported(self, method: str) -> list[dict]:
        """Return the events of this name since the page was opened."""
        return [one["params"] for one in self.events if one.get("method") == method]

    def ask(self, script: str):
        """Return the result of a script in the page; wait for promises."""
        answer = self.send(
            "Runtime.evaluate",
            expression=script,
            returnByValue=True,
            awaitPromise=True,
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def print(self) -> bytes:
        """Return the page as a PDF."""
        printed = self.send("Page.printToPDF", printBackground=False)
        return base64.b64decode(printed["data"])


def wait_for_address(place: Path, process) -> str:
    """Wait until the browser has written its address, and return the address."""
    give_up = time.monotonic() + WAIT_SECONDS
    while not (place.is_file() and place.read_text().count("\n")):
        assert process.poll() is None, "Chromium ended before it listened."
        assert time.monotonic() < give_up, "Chromium did not listen in time."
        time.sleep(0.05)
    port, path = place.read_text().split("\n")[:2]
    return f"ws://127.0.0.1:{port}{path}"
