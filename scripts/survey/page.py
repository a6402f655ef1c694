"""Answers surveys in a browser with the keyboard, and checks what was recorded and that everybody can use the page."""

import http.client
import json
import os
import socket
import sys
import time

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from house import Failure, House, partition_of  # noqa: E402

POLICY = """version: 1
sources:
  web:     { publish: [message.post, survey.answer] }
  console: { publish: [message.post, "case.*"] }
teams: { seniors: { title: Seniors } }
surveys: { delay: 0s, cool_down: 0s, follow_up: { stars: 2, within: 4h, team: seniors }, channels: { email: { scale: 10 } } }
rewards: { points: 10, comment_points: 5 }
"""
AXE = os.environ["AXE"]


class Office:
    """The programs, and what a user and an admin publish."""

    def __init__(self, house, port):
        self.house, self.port, self.redis = house, port, house.redis()

    def publish(self, kind, identifier, source, conversation, *fields):
        key = f"{self.house.prefix}:inbound:{{{partition_of(conversation, self.house.partitions)}}}"
        entry = ["type", kind, "id", identifier, "source", source, "conversation", conversation, *fields]
        self.redis.execute_command("XADD", key, "*", *entry)

    def ask(self, conversation, language, channel="web"):
        """A case from its first message to its resolve; returns the token of its survey."""
        user = ("role", "user", "user", f"user-{conversation}", "language", language, "channel", channel)
        self.publish("message.post", f"{conversation}-1", "web", conversation, *user, "text", "My advert is gone")
        self.publish(
            "message.post", f"{conversation}-2", "console", conversation, "role", "admin", "admin", "thandi", "text", "It is back"
        )
        self.publish("case.resolve", f"{conversation}-3", "console", conversation, "admin", "thandi", "summary", "Put it back")
        stream = f"{self.house.prefix}:surveys:{{{partition_of(conversation, self.house.partitions)}}}"
        for _ in range(300):
            for _, fields in self.redis.xrange(stream):
                if fields["type"] == "survey.sent" and fields["conversation"] == conversation:
                    return fields["token"]
            time.sleep(0.1)
        raise Failure(f"no survey of {conversation} was sent")

    def fetch(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path, body, headers or {})
        response = connection.getresponse()
        answer = response.status, dict(response.getheaders()), response.read().decode()
        connection.close()
        return answer

    def row(self, conversation, columns):
        rows = self.house.sql(f"SELECT {columns} FROM api.surveys WHERE conversation = '{conversation}'")
        return rows[0] if rows else None

    def expect(self, conversation, columns, values):
        """Waits until a survey's row says so."""
        for _ in range(100):
            if self.row(conversation, columns) == values:
                return
            time.sleep(0.1)
        raise Failure(f"{conversation}: {columns} is {self.row(conversation, columns)}, not {values}")

    def print_of_tables(self):
        return self.house.sql(
            """SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM survey.surveys AS t
               UNION ALL SELECT count(*)::text FROM survey.answers UNION ALL SELECT count(*)::text FROM pipeline.mail_survey
               UNION ALL SELECT sum(seq)::text FROM pipeline.heads WHERE topic = 'surveys'"""
        )


class Browser:
    """A headless Chromium in which only keys are pressed."""

    def __init__(self, pictures, scripts=True, dark=False, width=900):
        options = webdriver.ChromeOptions()
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", f"--window-size={width},1500"):
            options.add_argument(argument)
        if not scripts:
            options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        if dark:
            features = [{"name": "prefers-color-scheme", "value": "dark"}]
            self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        self.pictures = pictures

    def press(self, *keys):
        for key in keys:
            webdriver.ActionChains(self.driver).send_keys(key).perform()

    def focused(self):
        element = self.driver.switch_to.active_element
        return element.get_attribute("name") or element.tag_name

    def tab_to(self, name):
        for _ in range(40):
            if self.focused() == name:
                return
            self.press(Keys.TAB)
        raise Failure(f"the key Tab does not lead to {name}")

    def picture(self, name):
        self.driver.save_screenshot(os.path.join(self.pictures, f"{name}.png"))

    def faults(self):
        """What axe-core finds, best practices included."""
        with open(AXE, encoding="utf-8") as source:
            self.driver.execute_script(source.read())
        result = self.driver.execute_async_script("axe.run(document).then(arguments[arguments.length - 1])")
        return [f"{found['id']}: {found['nodes'][0]['html'][:120]}" for found in result["violations"]], len(result["passes"])


def scan(office, links):
    """What mail scanners do."""
    before = office.print_of_tables()
    for link in links:
        for _ in range(100):
            for method in ("GET", "HEAD"):
                status, headers, _ = office.fetch(method, link)
                if status not in (200, 429):
                    raise Failure(f"{method} answers {status}")
                if "default-src 'none'" not in headers.get("Content-Security-Policy", ""):
                    raise Failure("the page has no strict content security policy")
                if status == 429:
                    time.sleep(0.5)
    time.sleep(1.5)
    if office.print_of_tables() != before:
        raise Failure("opening links recorded something")
    print(f"opened {len(links)} links 100 times by GET and by HEAD: nothing was recorded")


def answer_by_keyboard(office, pictures, token, conversation):
    """Without scripts and without a mouse: nothing first, then an answer, then another."""
    browser = Browser(pictures, scripts=False)
    browser.driver.get(f"http://127.0.0.1:{office.port}/survey/{token}")
    browser.picture("form")
    browser.tab_to("button")
    browser.press(Keys.ENTER)
    if "Choose a rating" not in browser.driver.page_source:
        raise Failure("an empty form is not refused")
    browser.picture("nothing-chosen")
    browser.tab_to("rating")
    browser.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    browser.tab_to("response_time")
    browser.press(Keys.SPACE)
    browser.tab_to("comment")
    browser.press(*"Kind but slow")
    browser.picture("filled-in")
    browser.tab_to("button")
    browser.press(Keys.ENTER)
    if "Thank you" not in browser.driver.page_source:
        raise Failure("no thanks for an answer")
    browser.picture("thanks")
    columns = "state, rating, scale, stars, band, response_time, comment"
    office.expect(conversation, columns, ["answered", "4", "5", "4", "positive", "1", "Kind but slow"])
    browser.tab_to("a")
    for _ in range(3):
        if "Change" in browser.driver.switch_to.active_element.text:
            break
        browser.press(Keys.TAB)
    browser.press(Keys.ENTER)
    browser.tab_to("rating")
    browser.press(Keys.ARROW_LEFT, Keys.ARROW_LEFT, Keys.ARROW_LEFT)
    browser.tab_to("button")
    browser.press(Keys.ENTER)
    office.expect(conversation, "rating, band, comment, version", ["1", "negative", "Kind but slow", "2"])
    browser.driver.quit()
    print("answered and amended with the keyboard, without scripts: 4 of 5, then 1 of 5")


def check_access(office, pictures, pages):
    """Every page in light and dark, wide and narrow, by axe-core."""
    checked = 0
    for name, path in pages:
        for dark, width in ((False, 900), (True, 360)):
            browser = Browser(pictures, dark=dark, width=width)
            browser.driver.get(f"http://127.0.0.1:{office.port}{path}")
            faults, passes = browser.faults()
            wide = browser.driver.execute_script("return document.documentElement.scrollWidth > window.innerWidth")
            browser.picture(f"{name}-{'dark-narrow' if dark else 'light'}")
            browser.driver.quit()
            if faults or wide or not passes:
                raise Failure(f"{name} ({'dark' if dark else 'light'}, {width}): {faults or 'wider than the window'}")
            checked += passes
    print(f"axe-core: no violations on {len(pages)} pages, light and dark, wide and narrow ({checked} checks passed)")


def answer_by_program(office, token, conversation):
    """The same from another front end, as JSON."""
    kind = {"Accept": "application/json", "Content-Type": "application/json"}
    status, _, body = office.fetch("GET", f"/survey/{token}", headers=kind)
    payload = json.loads(body)
    if status != 200 or payload["scale"] != "10" or [q["name"] for q in payload["questions"]][0] != "rating":
        raise Failure(f"the payload is {status} {body}")
    bad = office.fetch("POST", f"/survey/{token}", json.dumps({"rating": 11}), kind)
    good = office.fetch("POST", f"/survey/{token}", json.dumps({"rating": 7, "suggestion": "Call back"}), kind)
    if (bad[0], good[0]) != (422, 202):
        raise Failure(f"JSON answers are told {bad[0]} and {good[0]}")
    office.expect(conversation, "rating, scale, stars, suggestion", ["7", "10", "4", "Call back"])
    forged = token[:-1] + ("a" if token[-1] != "a" else "b")
    if office.fetch("POST", f"/survey/{forged}", "rating=5")[0] != 404 or office.fetch("GET", "/survey/x")[0] != 404:
        raise Failure("a wrong token is not refused")
    print("answered as JSON: 7 of 10; nonsense is told 422, a wrong token 404")


def main(pictures):
    os.makedirs(pictures, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with House(os.environ["SAYPRO_PROGRAMS"]) as house:
        house.partitions = 4
        house.fresh("pages")
        path = os.path.join(house.folder, "policy.yaml")
        with open(path, "w", encoding="utf-8") as policy:
            policy.write(POLICY)
        house.saypro("policy", "apply", path)
        for stage in ("ingest", "router", "notifier", "sla-monitor"):
            house.start(stage)
        house.start("survey", SAYPRO_HTTP=f"127.0.0.1:{port}")
        office = Office(house, port)
        tokens = {name: office.ask(name, *of) for name, of in
                  {"c-en": ("en",), "c-fr": ("fr",), "c-mail": ("en", "email")}.items()}
        scan(office, [f"/survey/{token}" for token in tokens.values()])
        answer_by_keyboard(office, pictures, tokens["c-en"], "c-en")
        answer_by_program(office, tokens["c-mail"], "c-mail")
        pages = [("english", f"/survey/{tokens['c-en']}"), ("french", f"/survey/{tokens['c-fr']}"), ("ten", f"/survey/{tokens['c-mail']}"),
                 ("thanks-again", f"/survey/{tokens['c-fr']}?done=1"), ("unknown", "/survey/nothing")]
        check_access(office, pictures, pages)
        opened = house.sql("SELECT count(*) FROM api.case_history WHERE type = 'case.reopened' AND reason = 'low_rating'")
        if opened != [["1"]]:
            raise Failure(f"a low rating reopened {opened} cases")
        print("the rating of 1 reopened its case for a senior, once")
        print(house.saypro("rewards", "user-c-en").stdout.strip())
        settled = house.saypro("verify", "--settled", check=False)
        if settled.returncode:
            raise Failure(f"verify: {settled.stdout}")
        print("saypro verify finds nothing")


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except Failure as failure:
        sys.exit(f"survey page: {failure}")
