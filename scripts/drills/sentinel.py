"""The master of Redis is killed under load, and three Sentinels promote its replica."""

import os
import sys

import failover
from redises import client_of, DATA, PARTITIONS, Server, wait_until


class Sentinels:
    """A master with a replica, and three Sentinels, two of which have to agree that the master is lost."""

    def __init__(self):
        self.servers, self.watchers, self.lost = [], [], None

    def start(self, folder):
        self.servers = [Server(folder, *DATA) for _ in range(2)]
        self.servers[0].start()
        self.servers[1].start("--replicaof", "127.0.0.1", str(self.servers[0].port))
        self.watchers = [Server(folder) for _ in range(3)]
        for watcher in self.watchers:
            conf = os.path.join(watcher.folder, "sentinel.conf")
            with open(conf, "w", encoding="ascii") as out:
                out.write(
                    f"sentinel monitor main 127.0.0.1 {self.servers[0].port} 2\n"
                    "sentinel down-after-milliseconds main 1000\nsentinel failover-timeout main 3000\n"
                )
            watcher.options = (conf, "--sentinel")
            watcher.start()
        self.url = f"redis://{','.join(f'127.0.0.1:{w.port}' for w in self.watchers)}?sentinel=main"
        wait_until("the Sentinels to know each other", lambda: all(self._is_whole(w) for w in self.watchers))

    def _is_whole(self, watcher):
        """Whether a Sentinel knows the others, and a replica that could be promoted."""
        client = watcher.client()
        replicas = client.sentinel_slaves("main")
        return (
            client.sentinel_master("main")["num-other-sentinels"] == 2
            and [r["master-link-status"] for r in replicas] == ["ok"] and not replicas[0]["is_sdown"]
        )

    def master(self):
        """The server that every Sentinel takes for the master; none while they do not agree."""
        ports = {w.client().sentinel_get_master_addr_by_name("main")[1] for w in self.watchers}
        return next((s for s in self.servers if {s.port} == ports), None)

    def shards(self):
        ports = self.watchers[0].client().sentinel_get_master_addr_by_name("main")
        return [(client_of(ports[1]), range(PARTITIONS))]

    def lose(self):
        """Kills the master, and waits until the Sentinels have promoted its replica."""
        self.lost = self.master()
        other = next(s for s in self.servers if s is not self.lost)
        self.lost.kill()
        wait_until("the Sentinels to promote the replica", lambda: self.master() is other and other.is_master)

    def mend(self):
        """Starts the lost one as the replica of the new master."""
        self.lost.start("--replicaof", "127.0.0.1", str(self.master().port))
        wait_until("the lost server to follow", lambda: self.lost.follows and all(self._is_whole(w) for w in self.watchers))

    def remove(self):
        for server in (*self.watchers, *self.servers):
            server.kill()


if __name__ == "__main__":
    sys.exit(failover.main("sentinel", Sentinels(), "promotions by Sentinels"))
