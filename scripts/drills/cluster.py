"""A master of a Redis Cluster is killed under load, and its replica takes its slots over."""

import subprocess
import sys

import redis
import redis.crc

import failover
from redises import client_of, DATA, PARTITIONS, Server, wait_until


class Cluster:
    """Three masters with a replica each."""

    def __init__(self):
        self.nodes, self.lost, self.turn = [], None, 0

    def start(self, folder):
        own = (
            *DATA, "--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf", "--cluster-node-timeout", "1000",
            "--cluster-replica-validity-factor", "0",
        )
        self.nodes = [Server(folder, *own) for _ in range(6)]
        for node in self.nodes:
            node.start()
        hosts = [f"127.0.0.1:{node.port}" for node in self.nodes]
        subprocess.run(
            ["redis-cli", "--cluster", "create", *hosts, "--cluster-replicas", "1", "--cluster-yes"],
            check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )
        self.url = f"redis://{','.join(hosts)}"
        wait_until("the whole Cluster", self._is_whole)

    def _is_whole(self):
        masters = [node for node in self.nodes if node.is_master]
        return (
            len(masters) == 3 and all(node in masters or node.follows for node in self.nodes)
            and all(node.client().execute_command("CLUSTER INFO")["cluster_state"] == "ok" for node in self.nodes)
            and all(node.client().info("replication")["connected_slaves"] > 0 for node in masters)
        )

    def owner(self, partition):
        """The port of the master that has a partition's slot, as a node that lives says."""
        slot = redis.crc.key_slot(f"{{{partition}}}".encode())
        for node in self.nodes:
            if node.process is None:
                continue
            try:
                table = node.client().execute_command("CLUSTER SLOTS")
            except redis.exceptions.RedisError:
                continue
            for first, last, master, *_ in table:
                if first <= slot <= last:
                    return master[1]
        return None

    def shards(self):
        partitions = {}
        for partition in range(PARTITIONS):
            partitions.setdefault(self.owner(partition), []).append(partition)
        return [(client_of(port, 1), owned) for port, owned in partitions.items() if port]

    def lose(self):
        """Kills the master of a partition, another one each time, and waits until its replica has taken over."""
        partition = self.turn % PARTITIONS
        self.turn += 1
        port = self.owner(partition)
        self.lost = next(node for node in self.nodes if node.port == port)
        self.lost.kill()
        wait_until("the replica to take over", lambda: self.owner(partition) not in (port, None))

    def mend(self):
        """Starts the lost node, which finds that it is a replica now."""
        self.lost.start()
        wait_until("the whole Cluster", self._is_whole)

    def remove(self):
        for node in self.nodes:
            node.kill()


if __name__ == "__main__":
    sys.exit(failover.main("cluster", Cluster(), "masters of a Cluster lost"))
