"""A browser on a live server, with an accessibility check after every page."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Browser, Page, sync_playwright

# Playwright's own loop runs in this thread; the ORM is used between its calls only.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
PASSWORD = "nang-suat-224"
WIDTHS = (1440, 360)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path, "Chromium is missing: run make e2e"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Visitor:
    """Somebody at a screen of some width."""

    page: Page
    base: str
    troubles: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        answer = self.page.goto(self.base + address)
        assert answer is not None
        assert answer.status == 200, f"{address}: {answer.status}"
        self.look()

    def look(self) -> None:
        """No accessibility violation, no sideways scroll, nothing in the console."""
        self.page.wait_for_load_state("networkidle")
        found = Axe().run(self.page).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
        wide = self.page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, f"{self.page.url} scrolls sideways"
        assert self.troubles == []

    def log_in(self, who: str) -> None:
        self.page.goto(f"{self.base}/tai-khoan/login/")
        self.page.fill("input[name=login]", f"{who}@example.vn")
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_load_state()


@pytest.fixture
def demo(transactional_db, tmp_path, settings) -> None:
    settings.DEMO_ACCOUNTS_FILE = tmp_path / "accounts.txt"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.AXES_ENABLED = False
    call_command("seed_demo", enterprises=60, verbosity=0)


@pytest.fixture(params=WIDTHS)
def visitor(request, demo, live_server, chromium) -> Iterator[Visitor]:
    context = chromium.new_context(viewport={"width": request.param, "height": 900})
    page = context.new_page()
    made = Visitor(page, live_server.url)
    page.on("console", lambda m: made.troubles.append(m.text) if m.type == "error" else None)
    yield made
    context.close()
