"""Losses under load, one after another, and what they cost."""

import time

from office import say
from publisher import Publisher


class Rounds:
    """What was accepted, lost and sent again in the rounds so far, and how long partitions stood still."""

    def __init__(self, office):
        self.office = office
        self.accepted, self.resent, self.amiss = 0, 0, 0
        self.pauses, self.took = [], []
        # Once these are answered, every partition has an owner.
        first = Publisher(office, "first")
        first.start()
        if not first.finish():
            raise SystemExit("the programs did not begin to work")

    def play(self, lose, stored):
        """Plays one: `lose` loses a server and waits for its successor, `stored` gives the ids that PostgreSQL has."""
        run = f"r{len(self.pauses) + 1}"
        publisher = Publisher(self.office, run)
        publisher.start()
        time.sleep(3)
        began = time.monotonic()
        lose()
        self.took.append(time.monotonic() - began)
        time.sleep(3)
        settled = publisher.finish()
        missing = publisher.accepted - stored(run)
        self.accepted += len(publisher.accepted)
        self.resent += publisher.resent
        self.amiss += len(missing) + (not settled)
        self.pauses.append(publisher.longest_pause)
        say(
            f"round {len(self.pauses)}: {len(publisher.accepted)} accepted, {len(missing)} lost, {publisher.resent} sent again,"
            f" successor after {self.took[-1]:.2f} s, longest pause of a partition {publisher.longest_pause:.2f} s"
            f"{'' if settled else ', and not all was answered'}"
        )

    def end(self, what):
        """Waits until all is handled, stops the programs, prints the verdict; answers the exit status."""
        difference = self.office.settle()
        self.office.stop()
        if difference:
            print(difference)
        verdict = f"{self.amiss} lost or unanswered" if self.amiss else "none lost"
        print(
            f"{len(self.pauses)} {what}: {self.accepted} accepted, {verdict}, {self.resent} sent again;"
            f" longest pause of a partition {max(self.pauses):.2f} s (median {sorted(self.pauses)[len(self.pauses) // 2]:.2f} s),"
            f" successor after {max(self.took):.2f} s at most; verify {'found differences' if difference else 'clean'}"
        )
        return 1 if self.amiss or difference else 0


def stored(database):
    """What tells the ids of a run that a database has."""
    return lambda run: set(database.sql(f"SELECT id FROM ingest.messages WHERE id LIKE '{run}-%'").split())
