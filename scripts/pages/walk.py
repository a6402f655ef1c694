"""Walks through every page of a dashboard with a browser, as somebody would and as an auditor would.

For each page: pictures (desktop, dark, phone, print, and each printed sheet), the rules of axe-core, a walk with the Tab
key, its size, and where its requests went. Prints what it finds; ends with status 1 if anything is wrong.
"""

import argparse
import base64
import importlib.util
import json
import pathlib
import subprocess
import sys
import urllib.parse

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

LIMIT = 150 * 1024
DESKTOP, PHONE = (1280, 900), (390, 844)

# The narrowest screen on which a page must not have to be moved sideways (WCAG 1.4.10).
NARROWEST = 320
PAGES = ["/", "/volume", "/response", "/satisfaction", "/escalations", "/marketplace", "/admins", "/health", "/reports"]

# Addresses that lead nowhere: the browser says so of each, which is no fault.
ASTRAY = ["/nothing", "/volume?team=nobody", "/response?period=2026-13", "/case", "/case?id=none", "/cases",
          "/cases?figure=A99", "/reports/yearly/2026", "/reports/monthly/2026-13"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", help="such as http://127.0.0.1:8080")
    parser.add_argument("--folder", default=".local/pages", help="where the pictures go")
    parser.add_argument("--query", default="", help="added to each page, such as period=2026-Q1")
    parser.add_argument("--page", action="append", help="a further page, such as /reports/monthly/2026-03")
    parser.add_argument("--token", help="a dashboard token to sign in with")
    parser.add_argument("--reader", help="a reader token, which opens no case")
    return parser.parse_args()


def browser():
    options = Options()
    for flag in ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars", "--force-color-profile=srgb"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    options.binary_location = "/usr/bin/chromium"
    return webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))


def axe_source():
    folder = importlib.util.find_spec("axe_playwright_python").submodule_search_locations[0]
    return next(pathlib.Path(folder).rglob("axe*.js")).read_text()


class Walk:
    def __init__(self, given):
        self.base = given.base.rstrip("/")
        self.folder = pathlib.Path(given.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.query = given.query
        self.browser = browser()
        # The rules look at each cell of a quarter's tables, which takes long on a busy machine.
        self.browser.set_script_timeout(180)
        self.axe = axe_source()
        self.faults = []

    def fault(self, page, sentence):
        found = f"{page}: {sentence}"
        if found not in self.faults:
            self.faults.append(found)
            print("FAULT", found, flush=True)

    def size(self, width, height, media="", dark=False):
        features = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def picture(self, name):
        found = self.browser.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "format": "png"})
        (self.folder / f"{name}.png").write_bytes(base64.b64decode(found["data"]))

    def sign_in(self, token):
        self.browser.get(self.base + "/")
        if "/sign-in" not in self.browser.current_url:
            self.fault("/", "with a token the page must lead to the sign-in form")
            return
        self.browser.find_element(By.NAME, "token").send_keys("not" + token + Keys.ENTER)
        self.look("/sign-in (refused)", "sign-in-refused")
        self.give(token)

    def give(self, token):
        self.browser.get(self.base + "/sign-in")
        self.browser.find_element(By.NAME, "token").send_keys(token + Keys.ENTER)
        if "/sign-in" in self.browser.current_url:
            self.fault("/sign-in", "the token was not taken")

    def refused(self, reader):
        """What somebody sees who may see figures and no case."""
        self.size(*DESKTOP)
        self.give(reader)
        self.browser.get(self.base + "/case?id=none")
        self.look("/case (with a reader token)", "case-refused")

    def requests(self, page):
        """Every request since the last call must have stayed on this host; CSP violations are in the browser's log."""
        host = urllib.parse.urlsplit(self.base).netloc
        for entry in self.browser.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] != "Network.requestWillBeSent":
                continue
            url = urllib.parse.urlsplit(message["params"]["request"]["url"])
            if url.scheme in ("http", "https", "ws", "wss") and url.netloc != host:
                self.fault(page, f"a request left the host: {url.netloc}")
        for entry in self.browser.get_log("browser"):
            if page.split(" ")[0] in ASTRAY + ["/sign-in"] and "responded with a status of 40" in entry["message"]:
                continue
            if entry["level"] in ("SEVERE", "WARNING"):
                self.fault(page, f"the browser complains: {entry['message'][:200]}")

    def check(self, page):
        self.browser.execute_script(self.axe)
        found = self.browser.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
            ".then(done, error => done({violations: [{id: String(error), nodes: []}], passes: []}));"
        )
        for violation in found["violations"]:
            nodes = "; ".join(str(node["target"]) + " " + (node.get("failureSummary") or "")[:160] for node in violation["nodes"][:3])
            self.fault(page, f"axe: {violation['id']} ({violation.get('impact')}) {nodes}")
        return len(found["passes"])

    def tab_through(self, page):
        """Tab must reach every control, each visibly, without a trap, and come out at the end."""
        self.browser.execute_script("document.activeElement.blur(); window.scrollTo(0, 0);")
        wanted = self.browser.execute_script(
            "return [...document.querySelectorAll('a[href], button, select, input, textarea, summary, [tabindex=\"0\"]')]"
            ".filter(e => e.checkVisibility() && !e.closest('details:not([open]) > :not(summary)')).length;"
        )
        seen = set()
        for _ in range(wanted + 5):
            ActionChains(self.browser).send_keys(Keys.TAB).perform()
            state = self.browser.execute_script(
                "const e = document.activeElement; if (e === document.body) return null;"
                "const s = getComputedStyle(e), r = e.getBoundingClientRect(); window.tabbed ??= new Map();"
                "if (!window.tabbed.has(e)) window.tabbed.set(e, window.tabbed.size);"
                "return [window.tabbed.get(e), s.outlineStyle !== 'none' || s.boxShadow !== 'none',"
                " r.width > 0 && r.bottom > 0 && r.top < innerHeight, e.outerHTML.slice(0, 80)];"
            )
            if state is None:
                break
            number, outlined, in_sight, markup = state
            if not outlined:
                self.fault(page, f"focus cannot be seen on {markup}")
            if not in_sight:
                self.fault(page, f"focus is out of sight on {markup}")
            if number in seen:
                break
            seen.add(number)
        if len(seen) < wanted:
            self.fault(page, f"Tab reaches {len(seen)} of {wanted} controls")
        return len(seen)

    def skips(self, page):
        """The first stop leads past the navigation."""
        self.browser.execute_script("document.activeElement.blur(); window.scrollTo(0, 0);")
        ActionChains(self.browser).send_keys(Keys.TAB, Keys.ENTER).perform()
        if self.browser.execute_script("return document.activeElement.id") != "content":
            self.fault(page, "the first stop with Tab does not lead to the content")

    def width(self, page, screen):
        over = self.browser.execute_script(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth;")
        if over > 0:
            self.fault(page, f"on a screen of {screen} px the page is {over} px too wide")

    def prints(self, name):
        """The page as a printer gets it, and each sheet of it as a picture."""
        printed = self.browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": False})
        file = self.folder / f"{name}.pdf"
        file.write_bytes(base64.b64decode(printed["data"]))
        subprocess.run(["pdftoppm", "-r", "60", "-png", file, self.folder / f"{name}-sheet"], check=True)

    def visit(self, page):
        url = self.base + page + (("&" if "?" in page else "?") + self.query if self.query else "")
        name = "".join(c if c.isalnum() else "-" for c in page).strip("-")[:100] or "overview"
        self.size(*DESKTOP)
        self.browser.get(url)
        size = len(self.browser.execute_async_script(
            "const done = arguments[0]; fetch(location.href).then(a => a.text()).then(done);").encode())
        if size > LIMIT:
            self.fault(page, f"{size} bytes are more than {LIMIT}")
        passes, tabs = self.look(page, name)
        print(f"{page}: {size:,} bytes, {passes} rules of axe pass, {tabs} stops with Tab", flush=True)

    def look(self, page, name):
        """Everything about the page that the browser shows, but for its size."""
        self.size(*DESKTOP)
        passes = self.check(page)
        tabs = self.tab_through(page)
        self.skips(page)
        self.browser.execute_script("document.activeElement.blur(); window.scrollTo(0, 0);")
        self.picture(f"{name}-desktop")
        self.size(*DESKTOP, dark=True)
        self.check(page + " (dark)")
        self.picture(f"{name}-dark")
        self.size(NARROWEST, PHONE[1])
        self.width(page, NARROWEST)
        self.size(*PHONE)
        self.check(page + " (phone)")
        self.width(page, PHONE[0])
        self.picture(f"{name}-phone")
        self.size(794, 1123, media="print")
        self.picture(f"{name}-print")
        self.prints(name)
        self.requests(page)
        return passes, tabs

    def addresses(self, css, most=1):
        found = self.browser.find_elements(By.CSS_SELECTOR, css)[:most]
        return [urllib.parse.urlsplit(link.get_attribute("href")) for link in found]

    def links(self):
        """Lists of cases, cases and reports, found by following links as a person does."""
        self.size(*DESKTOP)
        query = "?" + self.query if self.query else ""
        for start, css in [("/volume", ".tile .big a"), ("/", ".kpi .big a")]:
            self.browser.get(self.base + start + query)
            for cases in self.addresses(css):
                yield cases
                self.browser.get(cases.geturl())
                further, case = self.addresses("a[rel=next]"), self.addresses("tbody th a")
                yield from case
                yield from further
        self.browser.get(self.base + "/reports")
        cards = self.browser.find_elements(By.CSS_SELECTOR, ".card")
        reports = [[a.get_attribute("href") for a in card.find_elements(By.CSS_SELECTOR, "a")] for card in cards]
        for addresses in reports:
            # The one under way, and the last one issued or else complete.
            for address in dict.fromkeys([addresses[0], addresses[2] if len(addresses) > 2 else addresses[1]]):
                yield urllib.parse.urlsplit(address)
        for addresses in reports:
            self.browser.get(addresses[-1])
            yield from self.addresses("a[href*='format=html']")


def main():
    given = arguments()
    walk = Walk(given)
    try:
        if given.token:
            walk.sign_in(given.token)
            walk.visit("/sign-in")
        for page in PAGES + (given.page or []):
            walk.visit(page)
        links = list(walk.links())
        walk.query = ""
        for page in ASTRAY:
            walk.visit(page)
        for url in links:
            walk.visit(url.path + ("?" + url.query if url.query else ""))
        if given.reader:
            walk.refused(given.reader)
    finally:
        walk.browser.quit()
    print(f"{len(walk.faults)} faults; pictures are in {walk.folder}")
    sys.exit(1 if walk.faults else 0)


main()
