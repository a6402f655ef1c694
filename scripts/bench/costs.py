"""What a message costs: processor time of each program, of its sessions in PostgreSQL and of Redis, and log written.

Other work on the machine makes everything slower, but hardly dearer: these figures say more than rates do.
"""

import resource

from house import processor_seconds


class Costs:
    """The costs of what happens between its beginning and `taken`."""

    def __init__(self, house):
        self.house = house
        self.before = self.servers()
        self.children = self.of_children()

    def servers(self):
        """What the servers have cost so far; written is in bytes."""
        return {
            "Redis": self.house.redis_processor_seconds(),
            "PostgreSQL": self.house.postgres_processor_seconds(),
            "written": int(self.house.sql("SELECT pg_current_wal_lsn() - '0/0'")[0][0]),
        }

    @staticmethod
    def of_children():
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    def taken(self, messages):
        """Microseconds, and for `written` bytes, a message: of each program that runs, its sessions, and the servers."""
        spent = {name: value - self.before[name] for name, value in self.servers().items()}
        figures = {}
        for worker in self.house.workers:
            figures[worker.stage] = figures.get(worker.stage, 0) + worker.processor_seconds()
        for stage, pid in self.house.sql(
            "SELECT split_part(application_name, '/', 2), pid FROM pg_stat_activity WHERE application_name LIKE 'saypro/%'"
        ):
            name = f"PostgreSQL for {stage}"
            figures[name] = figures.get(name, 0) + processor_seconds(pid)
        for_stages = sum(value for name, value in figures.items() if name.startswith("PostgreSQL"))
        figures["PostgreSQL besides"] = spent["PostgreSQL"] - for_stages
        figures["Redis"] = spent["Redis"]
        return self.each(figures, spent["written"], messages)

    def taken_by_children(self, messages):
        """The same for what ran as a process of this one and has ended."""
        spent = {name: value - self.before[name] for name, value in self.servers().items()}
        figures = {"itself": self.of_children() - self.children, "PostgreSQL": spent["PostgreSQL"], "Redis": spent["Redis"]}
        return self.each(figures, spent["written"], messages)

    @staticmethod
    def each(seconds, written, messages):
        figures = {name: value * 1e6 / messages for name, value in seconds.items()}
        return figures | {"in all": sum(figures.values()), "written": written / messages}
