#!/usr/bin/env bash
# Starts and stops a private Redis and a private PostgreSQL, in FOLDER/redis and FOLDER/postgres.
#
#   servers.sh start   redis|postgres FOLDER    start it unless it runs, and wait until it answers
#   servers.sh stop    redis|postgres FOLDER    stop it in good order (by force after 20 seconds)
#   servers.sh restart redis|postgres FOLDER    kill it as a crash would, and start it again
#   servers.sh kill    redis|postgres FOLDER    kill it as a crash would
#   servers.sh remove  redis|postgres FOLDER    stop it and delete all that it wrote
#   servers.sh url     redis|postgres FOLDER    print its URL
#   servers.sh socket  redis|postgres FOLDER    print its socket (a folder for PostgreSQL)
#   servers.sh pid     redis|postgres FOLDER    print the process id of the server
#
# Every command may be repeated, ends within a minute, and touches no server but the one in FOLDER.
set -euo pipefail

say() { printf '%s\n' "$*" >&2; }
fail() { say "servers: $*"; exit 1; }

# A socket's path may have 107 bytes, so a deep or unusual folder gets a short one beside the temporary files.
socket_folder() {
    local folder=$1
    if [[ -f $folder/socket-folder ]]; then
        local known; known=$(<"$folder/socket-folder")
        [[ -d $known ]] && { printf '%s\n' "$known"; return; }
    fi
    local chosen=$folder
    if (( ${#folder} > 80 )) || [[ ! $folder =~ ^[A-Za-z0-9._/-]+$ ]]; then
        chosen=$(mktemp -d /tmp/saypro.XXXXXX)
    fi
    printf '%s\n' "$chosen" > "$folder/socket-folder"
    printf '%s\n' "$chosen"
}

wait_until() {
    local seconds=$1; shift
    local end=$(( SECONDS + seconds ))
    until "$@" >/dev/null 2>&1; do
        (( SECONDS < end )) || return 1
        sleep 0.05
    done
}

alive() { [[ -n ${1:-} ]] && kill -0 "$1" 2>/dev/null; }
gone() { ! alive "$1"; }

# ---- Redis

redis_pid() {
    local pid=""
    [[ -s $1/redis.pid ]] && pid=$(<"$1/redis.pid")
    # The number may belong to another process by now: the working folder tells.
    if alive "$pid" && [[ $(readlink "/proc/$pid/cwd" 2>/dev/null) == "$(readlink -f "$1")" ]]; then
        printf '%s\n' "$pid"
    fi
}

redis_answers() { [[ $(redis-cli -s "$(socket_folder "$1")/redis.sock" ping 2>/dev/null) == PONG ]]; }

redis_start() {
    local folder=$1 sockets port attempt
    [[ -n $(redis_pid "$folder") ]] && { wait_until 20 redis_answers "$folder" || fail "Redis in $folder does not answer"; return; }
    command -v redis-server >/dev/null || fail "redis-server is not installed"
    sockets=$(socket_folder "$folder")
    port=$(cat "$folder/redis.port" 2>/dev/null || true)
    for attempt in 1 2 3 4 5 6 7 8 9 10; do
        if [[ -z $port ]] || (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            port=$(( 20000 + (RANDOM * 32768 + RANDOM + attempt) % 12000 ))
            (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && { port=""; continue; }
        fi
        rm -f "$folder/redis.pid"
        redis-server --daemonize yes --dir "$folder" --pidfile "$folder/redis.pid" --logfile "$folder/redis.log" \
            --bind 127.0.0.1 --port "$port" --unixsocket "$sockets/redis.sock" --unixsocketperm 700 \
            --appendonly yes --appendfsync everysec --save "" \
            --maxmemory-policy noeviction --proto-max-bulk-len 1mb >/dev/null
        if wait_until 20 redis_answers "$folder"; then
            printf '%s\n' "$port" > "$folder/redis.port"
            return
        fi
        port=""
    done
    fail "Redis did not start; see $folder/redis.log"
}

redis_kill() {
    local pid; pid=$(redis_pid "$1")
    [[ -n $pid ]] || return 0
    kill -KILL "$pid" 2>/dev/null || true
    wait_until 10 gone "$pid" || fail "Redis ($pid) does not die"
}

redis_stop() {
    local pid; pid=$(redis_pid "$1")
    [[ -n $pid ]] || return 0
    kill -CONT "$pid" 2>/dev/null || true
    kill -TERM "$pid" 2>/dev/null || true
    wait_until 20 gone "$pid" || redis_kill "$1"
}

# ---- PostgreSQL

postgres_programs() {
    local folder
    while read -r folder; do
        [[ -x $folder/bin/initdb && -x $folder/bin/pg_ctl ]] && { printf '%s\n' "$folder/bin"; return; }
    done < <(find /usr/lib/postgresql -mindepth 1 -maxdepth 1 -type d 2>/dev/null | sort -t/ -k5 -rn | awk -F/ '$5 >= 15')
    if command -v initdb >/dev/null && command -v pg_ctl >/dev/null; then
        dirname "$(command -v initdb)"
        return
    fi
    fail "PostgreSQL 15 or later is not installed"
}

# PostgreSQL refuses to run as root; its own account, or one made for the purpose, runs it then.
postgres_account() {
    (( EUID == 0 )) || { id -un; return; }
    local name
    for name in postgres saypro-postgres; do
        id -u "$name" >/dev/null 2>&1 && { printf '%s\n' "$name"; return; }
    done
    useradd --system --no-create-home --shell /usr/sbin/nologin saypro-postgres
    printf 'saypro-postgres\n'
}

as_postgres() {
    local account; account=$(postgres_account)
    if (( EUID == 0 )); then
        (cd / && exec setpriv --reuid "$account" --regid "$(id -g "$account")" --clear-groups -- \
            env -i PATH="$PATH" LANG=C.UTF-8 LC_ALL=C.UTF-8 "$@")
    else
        (cd / && exec env -u PGDATA -u PGHOST -u PGPORT LC_ALL=C.UTF-8 "$@")
    fi
}

# Where the data really is: beside FOLDER's notes, or elsewhere when that account cannot reach the folder.
postgres_home() {
    local folder=$1 home account
    if [[ -s $folder/postgres-home ]]; then
        home=$(<"$folder/postgres-home")
        [[ -d $home ]] && { printf '%s\n' "$home"; return; }
    fi
    home=$folder
    if (( EUID == 0 )); then
        account=$(postgres_account)
        if ! as_postgres test -x "$folder"; then
            home=$(mktemp -d /var/tmp/saypro-postgres.XXXXXX)
            chown "$account": "$home"
            say "servers: $account cannot reach $folder, so the database lives in $home"
        fi
    fi
    printf '%s\n' "$home" > "$folder/postgres-home"
    printf '%s\n' "$home"
}

postgres_pid() {
    local home pid=""
    [[ -s $1/postgres-home ]] || return 0
    home=$(<"$1/postgres-home")
    [[ -s $home/data/postmaster.pid ]] && pid=$(head -n 1 "$home/data/postmaster.pid")
    if alive "$pid" && [[ $(readlink "/proc/$pid/cwd" 2>/dev/null) == "$(readlink -f "$home/data")" ]]; then
        printf '%s\n' "$pid"
    fi
}

postgres_answers() {
    psql -X -q -d "host=$(postgres_sockets "$1") port=5432 user=saypro dbname=postgres connect_timeout=2" -c 'SELECT 1'
}

postgres_sockets() { socket_folder "$(postgres_home "$1")"; }

postgres_start() {
    local folder=$1 home programs account sockets
    [[ -n $(postgres_pid "$folder") ]] && { wait_until 40 postgres_answers "$folder" || fail "PostgreSQL in $folder does not answer"; return; }
    programs=$(postgres_programs)
    account=$(postgres_account)
    home=$(postgres_home "$folder")
    sockets=$(socket_folder "$home")
    if [[ ! -s $home/data/PG_VERSION ]]; then
        rm -rf "$home/data"
        mkdir -m 700 "$home/data"
        (( EUID == 0 )) && chown "$account": "$home/data"
        as_postgres "$programs/initdb" -D "$home/data" -U saypro --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
            --no-sync >/dev/null
        cat >> "$home/data/postgresql.conf" <<CONF

listen_addresses = ''
port = 5432
unix_socket_permissions = 0700
max_connections = 200
fsync = on
synchronous_commit = on
shared_buffers = '256MB'
max_wal_size = '4GB'
client_connection_check_interval = '500ms'
log_min_messages = warning
CONF
    fi
    if (( EUID == 0 )); then
        # The log and the socket belong to the account that runs the server; nobody else may use either.
        mkdir -p "$home/run"; chmod 700 "$home/run"; chown "$account": "$home/run"
        [[ $sockets == "$home" ]] && { sockets=$home/run; printf '%s\n' "$sockets" > "$home/socket-folder"; }
        chown "$account": "$sockets"
    else
        mkdir -p "$home/run"
    fi
    [[ -z $(postgres_pid "$folder") ]] && rm -f "$home/data/postmaster.pid"
    as_postgres "$programs/pg_ctl" -D "$home/data" -l "$home/run/postgres.log" -w -t 40 \
        -o "-c unix_socket_directories='$sockets'" start >/dev/null \
        || fail "PostgreSQL did not start; see $home/run/postgres.log"
    wait_until 20 postgres_answers "$folder" || fail "PostgreSQL does not answer; see $home/run/postgres.log"
    psql -X -q -d "host=$sockets port=5432 user=saypro dbname=postgres" -At \
        -c "SELECT 1 FROM pg_database WHERE datname = 'saypro'" | grep -q 1 \
        || psql -X -q -d "host=$sockets port=5432 user=saypro dbname=postgres" -c 'CREATE DATABASE saypro' >/dev/null
}

postgres_stop() {
    local home pid mode
    pid=$(postgres_pid "$1")
    [[ -n $pid ]] || return 0
    home=$(<"$1/postgres-home")
    for mode in fast immediate; do
        as_postgres "$(postgres_programs)/pg_ctl" -D "$home/data" -m "$mode" -w -t 20 stop >/dev/null 2>&1 && return 0
    done
    fail "PostgreSQL ($pid) does not stop"
}

postgres_kill() {
    local home pid
    pid=$(postgres_pid "$1")
    [[ -n $pid ]] || return 0
    home=$(<"$1/postgres-home")
    as_postgres "$(postgres_programs)/pg_ctl" -D "$home/data" -m immediate -w -t 20 stop >/dev/null
}

remove() {
    local note path
    "$1_stop" "$2"
    for note in socket-folder postgres-home; do
        path=$(cat "$2/$note" 2>/dev/null || true)
        # Only folders that this script made outside of FOLDER.
        [[ $path == /tmp/saypro.* || $path == /var/tmp/saypro-postgres.* ]] && rm -rf "$path"
    done
    rm -rf "$2"
}

(( $# == 3 )) || { sed -n '2,13s/^# \{0,1\}//p' "$0" >&2; exit 64; }
verb=$1 kind=$2
case $kind in redis | postgres) ;; *) fail "no such server: $kind (redis or postgres)" ;; esac
mkdir -p "$3/$kind"
folder=$(readlink -f "$3/$kind")

case $verb in
    start | stop | kill | pid) "${kind}_$verb" "$folder" ;;
    remove) remove "$kind" "$folder" ;;
    restart) "${kind}_kill" "$folder"; "${kind}_start" "$folder" ;;
    url)
        if [[ $kind == redis ]]; then
            printf 'redis://127.0.0.1:%s\n' "$(<"$folder/redis.port")"
        else
            printf 'postgresql://saypro@/saypro?host=%s&port=5432\n' "$(postgres_sockets "$folder")"
        fi ;;
    socket)
        if [[ $kind == redis ]]; then
            printf '%s/redis.sock\n' "$(socket_folder "$folder")"
        else
            postgres_sockets "$folder"
        fi ;;
    *) fail "no such command: $verb" ;;
esac
