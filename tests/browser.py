"""Open a page in headless Chromium and say what happened: figures drawn, errors, requests."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

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


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser, to open any number of pages in, each of which finds it as if it were new."""
    path = chromium()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def opened(browser: Browser, path: Path, *, width: int = 1280, screenshot: Path | None = None) -> Facts:
    """Open the page at that width, wait until its figures are drawn, and return what happened."""
    with _blank(browser, width=width) as page:
        return _watched(page, path.resolve().as_uri(), screenshot)


@contextmanager
def on_page(
    browser: Browser, path: Path, *, width: int = 1280, scripts: bool = True
) -> Iterator[tuple[Page, list[str]]]:
    """The page, to be used by hand, and what it complains of or asks for meanwhile, other than its own file."""
    address = path.resolve().as_uri()
    with _blank(browser, width=width, scripts=scripts) as page:
        errors, requests = _heard(page)
        page.goto(address)
        page.wait_for_timeout(500)
        complaints = []
        yield page, complaints
        complaints += errors + [r for r in requests if r.split("#")[0] != address and not r.startswith("data:")]


@contextmanager
def _blank(browser: Browser, *, width: int, scripts: bool = True) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
    try:
        yield context.new_page()
    finally:
        context.close()


def _heard(page: Page) -> tuple[list[str], list[str]]:
    """Complaints and requests of a page, as they come."""
    errors, requests = [], []
    page.on("console", lambda m: errors.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.on("dialog", lambda d: (errors.append(f"dialog {d.message}"), d.dismiss()))
    page.on("request", lambda r: requests.append(r.url))
    return errors, requests


def _watched(page: Page, address: str, screenshot: Path | None) -> Facts:
    errors, requests = _heard(page)
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
