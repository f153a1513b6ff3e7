"""A headless Chromium, driven by its DevTools protocol."""

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
    """Return the program, or nothing where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Chromium:
    """One browser with one page; everything it reports is in `events`."""

    def __init__(self, program: str, folder: Path):
        self.process = subprocess.Popen(
            [
                program,
                "--headless=new",
                # Who runs tests in a container is often root, which has no sandbox.
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
        """Return the answer to a command; what is reported meanwhile is kept."""
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
        """Show a file as on a screen of this size; forget what was reported."""
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
        """Return what was reported under a name since the page was opened."""
        return [one["params"] for one in self.events if one.get("method") == method]

    def ask(self, script: str):
        """Return what a script in the page comes to; promises are waited for."""
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
    """Return where the browser listens, once it has written that down."""
    give_up = time.monotonic() + WAIT_SECONDS
    while not (place.is_file() and place.read_text().count("\n")):
        assert process.poll() is None, "Chromium ended before it listened."
        assert time.monotonic() < give_up, "Chromium did not listen in time."
        time.sleep(0.05)
    port, path = place.read_text().split("\n")[:2]
    return f"ws://127.0.0.1:{port}{path}"
