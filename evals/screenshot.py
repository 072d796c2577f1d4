"""Makes the picture of the page in the README: a question on the seeds, its answer, and the source of it opened.

python -m evals.screenshot [ui/page.png]     needs Chromium and the packages of the group `dev`
"""

import argparse
from pathlib import Path

from evals.page import chromium, serving

QUESTION = "what did Peskov say about cluster munitions?"


def screenshot(path: Path) -> None:
    """Writes it as PNG, 1400 by 900, light."""
    with serving() as server, chromium() as browser:
        page = browser.new_page(viewport={"width": 1400, "height": 900}, color_scheme="light", reduced_motion="reduce")
        page.goto(server.url)
        page.locator("#or-question").fill(QUESTION, timeout=60_000)
        page.locator("#or-question").press("Enter")
        page.locator(".or-turn[data-next=known]").wait_for(timeout=60_000)
        page.locator("a.or-marker").last.click()
        page.locator("#or-panel .or-cited").first.wait_for()
        page.mouse.move(0, 0)
        page.wait_for_timeout(500)  # what fades has faded
        page.screenshot(path=path)


def main() -> None:
    """Makes it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path, nargs="?", default=Path(__file__).parents[1] / "ui" / "page.png")
    screenshot(parser.parse_args().path)


if __name__ == "__main__":
    main()
