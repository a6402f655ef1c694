#!/usr/bin/env python3
"""Makes the logins of an installation: a password for every user of Redis and PostgreSQL, and the tokens.

Safe to repeat: what is there already is kept, also where the servers are; a password whose file is deleted is made anew.
Written are, under /etc:

  credstore/saypro-PROGRAM.redis-url, .database-url   each program's own login, which systemd hands to its unit
  credstore/saypro.reader-token, .metrics-token       the tokens that open less
  saypro/secrets/       SAYPRO_SECRETS of operators, and what the units load: tokens and keys
  saypro/owner/         SAYPRO_SECRETS of who migrates, which owns the database
  saypro/others/        passwords of publishers, readers and replicas, to be handed to them
  saypro/servers/       users.acl for Redis and logins.sql for PostgreSQL: hashes and verifiers, no password
"""

import argparse
import base64
import hashlib
import hmac
import os
import pathlib
import re
import secrets
import subprocess
import sys

PROGRAMS = ("ingest", "router", "notifier", "sla-monitor", "survey", "metrics-aggregator")
# Users of Redis servers among themselves, which only a replicated installation needs.
SERVERS = (
    "user saypro-replica on -@all +psync +replconf +ping",
    "user saypro-sentinel on allchannels -@all +multi +slaveof +ping +exec +subscribe +config|rewrite +role +publish +info"
    " +client|setname +client|kill +script|kill",
)


class Store:
    """The files, each readable by root alone and written only where it has changed."""

    def __init__(self, root):
        self.etc = pathlib.Path(root) / "etc"

    def write(self, name, text):
        path = self.etc / name
        path.parent.mkdir(mode=0o700 if path.parent.parent.name == "saypro" else 0o755, parents=True, exist_ok=True)
        temporary = path.with_name(path.name + ".new")
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text + "\n")
        temporary.replace(path)

    def read(self, name):
        path = self.etc / name
        return path.read_text(encoding="utf-8").strip() if path.exists() else None

    def once(self, name, make):
        """What the file says, or what is made now and written there."""
        if (text := self.read(name)) is None:
            self.write(name, text := make())
        return text

    def password(self, name):
        """The password that a URL in a file has, or a new one."""
        found = re.search(r"://[^:@/]*:([^@/]+)@", self.read(name) or "")
        return found[1] if found else secrets.token_hex(24)

    def place(self, name):
        """Where the server is that a URL in a file names, as the options say it."""
        found = re.fullmatch(r"([a-z]+)://[^@]*@(.+)", self.read(name) or "")
        return found and ("unix://" if found[1] == "unix" else "") + found[2]


def scram(password):
    """What PostgreSQL keeps of a password in place of it."""
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 4096)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    salt, stored, server = (base64.b64encode(part).decode() for part in (salt, stored, server))
    return f"SCRAM-SHA-256$4096:{salt}${stored}:{server}"


def redis_url(place, user, password):
    scheme, path = ("unix", place.removeprefix("unix://")) if place.startswith("unix://") else ("redis", place)
    return f"{scheme}://{user}:{password}@{path}"


def make_login(store, options, user, login, files, redis, postgres):
    """Writes both URLs of one user, and notes the passwords for the servers."""
    redis[user] = store.password(files("redis-url"))
    postgres[login] = store.password(files("database-url"))
    store.write(files("redis-url"), redis_url(options.redis, user, redis[user]))
    store.write(files("database-url"), f"postgres://{login}:{postgres[login]}@{options.database}")


def make_sql(database, owner, logins):
    """The owner, its database and the logins; rights come with `saypro migrate` and `saypro roles sql`."""
    lines = []
    for login, password in {"saypro": owner, **logins}.items():
        rights = "LOGIN CREATEROLE" if login == "saypro" else "LOGIN"
        lines.append(f"DO $$ BEGIN CREATE ROLE {login}; EXCEPTION WHEN duplicate_object THEN NULL; END $$;")
        lines.append(f"ALTER ROLE {login} {rights} PASSWORD '{scram(password)}';")
    create = f'CREATE DATABASE "{database}" OWNER saypro ENCODING \'\'UTF8\'\' LOCALE \'\'C.UTF-8\'\' TEMPLATE template0'
    lines.append(f"SELECT '{create}' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{database}') \\gexec")
    return "\n".join(lines)


def make_acl(lines, passwords):
    """Redis's file of users: those of `saypro acl redis`, each with its password's hash, and no user `default`."""
    made = ["user default off nopass"]
    for line in lines:
        user = line.split()[1]
        made.append(f"{line} #{hashlib.sha256(passwords[user].encode()).hexdigest()}")
    return "\n".join(made)


def main():
    parser = argparse.ArgumentParser(prog="logins", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--redis", help="where Redis is: host:port, or unix:///path (as before; at first 127.0.0.1:6379)")
    parser.add_argument("--database", help="host[:port]/name[?options] (as before; at first 127.0.0.1/saypro)")
    parser.add_argument("--policy", help="whose private doors get users (/etc/saypro/policy.yaml, or the one that comes with it)")
    parser.add_argument("--root", default="/", help="write below this folder (%(default)s)")
    options = parser.parse_args()
    store, redis, postgres = Store(options.root), {}, {}
    options.redis = options.redis or store.place("saypro/secrets/redis-url") or "127.0.0.1:6379"
    options.database = options.database or store.place("saypro/secrets/database-url") or "127.0.0.1/saypro"
    own = store.etc / "saypro/policy.yaml"
    options.policy = options.policy or (own if own.exists() else "/usr/share/saypro/policy.yaml")
    database = re.fullmatch(r"[^/]*/([a-z_][a-z0-9_]*)(\?.*)?", options.database)
    if not database:
        parser.error(f"--database is '{options.database}': it must be host[:port]/name[?options]")
    command = ["saypro", "acl", "redis", "--form", "aclfile", "--policy", options.policy]
    acl = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if acl.returncode:
        sys.exit(acl.returncode)
    for program in PROGRAMS:
        files = f"credstore/saypro-{program}.{{}}".format
        make_login(store, options, f"saypro-{program}", f"saypro_{program.replace('-', '_')}_login", files, redis, postgres)
    make_login(store, options, "saypro-operator", "saypro_operator_login", "saypro/secrets/{}".format, redis, postgres)
    owner = store.password("saypro/owner/database-url")
    store.write("saypro/owner/database-url", f"postgres://saypro:{owner}@{options.database}")
    store.write("saypro/owner/redis-url", redis_url(options.redis, "saypro-operator", redis["saypro-operator"]))
    lines = acl.stdout.splitlines() + list(SERVERS)
    for user in {line.split()[1] for line in lines} - redis.keys():
        redis[user] = store.once(f"saypro/others/{user}", lambda: secrets.token_hex(24))
    postgres["saypro_reader_login"] = store.once("saypro/others/saypro_reader_login", lambda: secrets.token_hex(24))
    for name in ("saypro/secrets/dashboard-token", "credstore/saypro.reader-token", "credstore/saypro.metrics-token"):
        store.once(name, lambda: secrets.token_hex(24))
    store.once("saypro/secrets/partner", lambda: secrets.token_hex(32))
    store.once("saypro/secrets/webhook", lambda: "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode())
    store.write("saypro/servers/users.acl", make_acl(lines, redis))
    store.write("saypro/servers/logins.sql", make_sql(database[1], owner, postgres))
    print(f"{len(redis)} users of Redis, {len(postgres) + 1} logins of PostgreSQL, tokens and keys; --help says where they are")
    print(f"Redis is at {options.redis}, PostgreSQL at {options.database}, the private doors are those of {options.policy}")


main()
