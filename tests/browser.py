"""Open a page in headless Chromium and say what happened: figures drawn, errors, requests."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_NAMES = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Facts:
    """What a page did once it had settled."""

    places: int  # places for figures
    drawn: int  # figures drawn with at least one trace
    errors: list[str]  # console errors and warnings of the policy, uncaught exceptions, dialogs
    requests: list[str]  # addresses asked for, other than the page's own file and data inside it
    overflow: int  # pixels by which the page is wider than the window


def chromium() -> str:
    """The path of Chromium; skips the test, saying how to get it, where there is none."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        pytest.skip("Chromium is missing: apt-get install chromium")
    return found


def opened(path: Path, *, width: int = 1280, screenshot: Path | None = None) -> Facts:
    """Open the page at that width, wait until its figures are drawn, and return what happened."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        try:
            page = browser.new_page(viewport={"width": width, "height": 900})
            return _watched(page, path.resolve().as_uri(), screenshot)
        finally:
            browser.close()


def _watched(page: Page, address: str, screenshot: Path | None) -> Facts:
    errors, requests = [], []
    page.on("console", lambda m: errors.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.on("dialog", lambda d: (errors.append(f"dialog {d.message}"), d.dismiss()))
    page.on("request", lambda r: requests.append(r.url))
    page.goto(address)
    page.wait_for_timeout(500)
    if screenshot:
        page.screenshot(path=screenshot, full_page=True)
    return Facts(
        places=page.locator("div.figure").count(),
        drawn=page.locator("div.figure.js-plotly-plot:has(.main-svg .trace)").count(),
        errors=errors,
        requests=[r for r in requests if r.split("#")[0] != address and not r.startswith("data:")],
        overflow=page.evaluate("document.documentElement.scrollWidth - window.innerWidth"),
    )
