"""A page in a real browser: what it does, what it asks for, and whether everybody can read it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request

AXE = Path(os.environ.get("AXE") or Path(__file__).parents[1] / ".venv" / "axe.min.js")
"""The rules that pages are held against: axe-core, in one file."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome")

NO_BROWSER = f"no browser is here ({', '.join(BROWSERS)}): CHROMIUM=<file> names one"

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 360, "height": 740}
CLIPBOARD = ["clipboard-read", "clipboard-write"]

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

_BROKEN_RULES = """async ([rules, untoldToo]) => {
    const signsToo = {"color-contrast": {options: {ignoreUnicode: false, ignoreLength: true}}};
    const found = await axe.run(document, {runOnly: {type: "tag", values: rules}, checks: signsToo});
    const untold = untoldToo ? found.incomplete.filter(rule => rule.id === "color-contrast") : [];
    return [...found.violations, ...untold].flatMap(rule => rule.nodes.map(node =>
        `${rule.id} at ${node.target.join(" ")}: ${node.failureSummary.replace(/\\s+/g, " ")}`));
}"""

_STICKING_OUT = """() => {
    if (document.documentElement.scrollWidth <= innerWidth) return [];
    const beyond = element => element.getBoundingClientRect().right > innerWidth + 0.5;
    const clipped = element => element && element !== document.body &&
        (getComputedStyle(element).overflowX !== "visible" || clipped(element.parentElement));
    const named = element => element.localName + (element.id && "#" + element.id) + [...element.classList].map(one => "." + one).join("");
    const guilty = [...document.body.querySelectorAll("*")].filter(one => beyond(one) && !clipped(one.parentElement));
    return guilty.length ? guilty.map(one => `${named(one)} ends at ${Math.round(one.getBoundingClientRect().right)} of ${innerWidth}`)
        : [`the page is ${document.documentElement.scrollWidth} wide in ${innerWidth}`];
}"""


def absent(what: str) -> NoReturn:
    """Skips the test, for want of what it needs; fails it where a browser must be, as in continuous integration."""
    if os.environ.get("FACTCHECK_BROWSER_REQUIRED"):
        pytest.fail(f"FACTCHECK_BROWSER_REQUIRED is set, but {what}")
    pytest.skip(what)


def program() -> Path | None:
    """The browser of this machine."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    return Path(found) if found and Path(found).is_file() else None


@contextmanager
def chromium_running() -> Iterator[Browser]:
    """The browser of this machine; nothing is downloaded."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program())
        yield browser
        browser.close()


@cache
def _window(browser: Browser, wanted: str) -> BrowserContext:
    """A window of this sort, for all pages of it: to make one takes longer than to load a page."""
    return browser.new_context(**{"viewport": WIDE, "reduced_motion": "reduce", "permissions": CLIPBOARD, **json.loads(wanted)})


@contextmanager
def opened(browser: Browser, file: Path, fragment: str = "", **window: Any) -> Iterator[Page]:
    """The page of a file, from disk; `window` is what `Browser.new_context` takes (viewport, color_scheme, …), CSS pixels.

    A reader is taken to want no motion. Raises AssertionError at the end if the page has said anything to the console, thrown an
    error, asked for anything but itself, or opened a dialog, a window or a download.
    """
    address = file.as_uri()
    mishaps: list[str] = []

    def asked(request: Request) -> None:
        if request.url.partition("#")[0] != address:
            mishaps.append(f"request: {request.url}")

    def answered(dialog: Dialog) -> None:
        mishaps.append(f"{dialog.type}: {dialog.message}")
        dialog.dismiss()

    with _window(browser, json.dumps(window)).new_page() as page:
        page.set_default_timeout(10_000)
        page.on("console", lambda message: mishaps.append(f"console {message.type}: {message.text}"))
        page.on("pageerror", lambda error: mishaps.append(f"error: {error}"))
        page.on("dialog", answered)
        page.on("download", lambda download: mishaps.append(f"download: {download.url}"))
        page.on("websocket", lambda socket: mishaps.append(f"request: {socket.url}"))
        page.on("popup", lambda other: mishaps.append(f"window: {other.url}"))
        page.on("request", asked)
        page.goto(address + fragment)
        yield page
    if mishaps:
        raise AssertionError("\n".join(mishaps))


@cache
def axe() -> str:
    """The script of axe-core."""
    if not AXE.is_file():
        absent(f"axe-core is not at {AXE}: `make .venv/axe.min.js` fetches it where npm is")
    return AXE.read_text("utf-8")


def broken_rules(page: Page, *, untold: bool = True) -> list[str]:
    """The rules of WCAG 2 (A, AA) and of good practice that the page breaks as it is shown now, and where.

    `untold`: contrasts that cannot be told are among them, as are those of all that is scrolled away.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe())
    return list(page.evaluate(_BROKEN_RULES, [RULES, untold]))


def sticking_out(page: Page) -> list[str]:
    """The elements that make the page scroll sideways."""
    return list(page.evaluate(_STICKING_OUT))
