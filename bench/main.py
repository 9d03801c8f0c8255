"""Bench: Greenroom, and beside it the comparison server if there is one, on the same MariaDB with the same number of rows.

    main.py GREENROOM_BINARY [COMPARISON_FOLDER COMPARISON_PYTHON]

Prints Markdown. Rounds alternate between the servers, because machines are noisy: trust CPU a request and ratios first.
"""

import asyncio
import os
import pathlib
import subprocess
import sys
import tempfile
import time
from statistics import median
from urllib.parse import urlsplit

import flood
import load
import processes
import sockets
from server import PASSWORD, Server, address_of

ENDPOINTS = ["health/live", "me", "one", "list", "create", "presign", "login"]
ROUNDS = 3
SECONDS = 5
USERS, SESSIONS_EACH = 1000, 50
SOCKETS = 5000
LOGINS_S = 200

DATABASE = urlsplit(os.environ["GREENROOM_TEST_MYSQL_URL"])


def main(binary: str, comparison: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="greenroom-bench.") as folder:
        sql("CREATE DATABASE greenroom_bench")
        processes_of = []
        try:
            servers = [start(greenroom(binary, folder), "greenroom", processes_of)]
            servers[0].call("POST", "/auth/register", {"email": address_of(1), "password": PASSWORD})
            seed = subprocess.run([sys.executable, here("seed.py"), str(USERS), str(SESSIONS_EACH)], capture_output=True, check=True)
            subprocess.run(client("greenroom_bench"), input=seed.stdout, check=True, stdout=subprocess.DEVNULL)
            if comparison:
                servers.append(compare_with(*comparison, processes_of))
            report(servers)
        finally:
            for process in processes_of:
                process.terminate()
            for process in processes_of:
                process.wait()


def report(servers: list[Server]) -> None:
    database = int(pathlib.Path(sql("SELECT @@pid_file").split()[-1]).read_text())
    print(f"\n{USERS} users with {SESSIONS_EACH} sessions each; {load.CONNECTIONS} connections; median of {ROUNDS} rounds of {SECONDS} s.\n")
    idle = {server.name: processes.memory_mib(server.pid) for server in servers}
    print("| endpoint | server | requests/s | p50 ms | p99 ms | failed | CPU µs/request | database µs/request | MiB |")
    print("|---|---|--:|--:|--:|--:|--:|--:|--:|")
    ratios = []
    for endpoint in ENDPOINTS:
        rounds = [[load.measure(server, endpoint, database, SECONDS) for server in servers] for _ in range(ROUNDS)]
        for index, server in enumerate(servers):
            value = {key: median(one[index][key] for one in rounds) for key in rounds[0][index]}
            print(
                f"| {endpoint} | {server.name} | {value['requests_s']:.0f} | {value['p50_ms']:.2f} | {value['p99_ms']:.2f} "
                f"| {value['failed']:.0f} | {value['server_us']:.1f} | {value['database_us']:.1f} | {value['memory_mib']:.0f} |",
                flush=True,
            )
        if len(servers) == 2:
            ratios.append((endpoint, median(one[1]["server_us"] / one[0]["server_us"] for one in rounds)))
    for endpoint, ratio in ratios:
        print(f"\n`{endpoint}`: {ratio:.1f} × less CPU a request than the comparison.", end="")
    print("\n")
    for server in servers:
        print(f"- {server.name}: {idle[server.name]:.0f} MiB before the load.")
    for server in servers:
        taken = asyncio.run(sockets.measure(server, SOCKETS))
        print(f"- {server.name}: {taken['kib_each']:.1f} KiB for each of {taken['sockets']} idle sockets.", flush=True)
    for server in servers:
        felt = asyncio.run(flood.measure(server, LOGINS_S, 2 * SECONDS))
        print(
            f"- {server.name}: `me` p99 {felt['idle_p99_ms']:.2f} ms, in a flood of {LOGINS_S} wrong logins a second "
            f"{felt['flooded_p99_ms']:.2f} ms; the logins were answered {felt['logins_answered']}.",
            flush=True,
        )


def greenroom(binary: str, folder: str) -> tuple[list[str], dict]:
    unlimited = {
        f"GREENROOM_LIMITS__{name}_PER_HOUR": "0"
        for name in ["LOGIN_PER_ACCOUNT", "LOGIN_PER_ADDRESS", "REGISTER_PER_ADDRESS", "PRESIGN_PER_ACCOUNT"]
    }
    return [binary, "serve"], {
        **unlimited,
        "DATABASE_URL": f"mysql://root@127.0.0.1:{DATABASE.port}/greenroom_bench",
        "GREENROOM_DATA_DIR": folder,
        "GREENROOM_DATABASE__MAX_CONNECTIONS": "16",
        "GREENROOM_SOCKET__MAX_PER_USER": "100000",
        "RUST_LOG": "error",
    }


def compare_with(folder: str, python: str, started: list) -> Server:
    """A FastAPI server with the same contract, its schema and its rows."""
    sql("CREATE DATABASE comparison CHARACTER SET utf8mb4")
    variables = {
        "DB_HOST": "127.0.0.1", "DB_PORT": str(DATABASE.port), "DB_NAME": "comparison", "DB_USER": "root", "DB_PASS": "",
        "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": folder,
    }
    server = start(([python, f"{folder}/serve.py"], variables), "comparison", started)
    environment = {**os.environ, **variables}
    subprocess.run([python, f"{folder}/seed.py", str(USERS), str(SESSIONS_EACH)], cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    return server


def start(how: tuple[list[str], dict], name: str, started: list) -> Server:
    """Starts the server on a spare port and says how long it took until it answered."""
    command, variables = how
    port = int(subprocess.run(["bash", "-c", f". {here('../script/lib.sh')}; free_port"], capture_output=True, text=True, check=True).stdout)
    if name == "comparison":
        command = [*command, str(port), "2"]
    begun = time.monotonic()
    process = subprocess.Popen(command, env={**os.environ, **variables, "PORT": str(port), "GREENROOM_METRICS__PORT": "0"}, stdout=subprocess.DEVNULL)
    started.append(process)
    server = Server(name, port, process.pid)
    while True:
        try:
            server.call("GET", "/health/live" if name == "greenroom" else "/health")
            break
        except OSError:
            if process.poll() is not None:
                raise SystemExit(f"{name} ended with {process.returncode} before it answered")
            time.sleep(0.01)
    print(f"- {name} answered {time.monotonic() - begun:.2f} s after its start, which took {processes.cpu_s(process.pid):.2f} s of CPU.")
    return server


def client(*arguments: str) -> list[str]:
    return ["mariadb", "--no-defaults", "--host=127.0.0.1", f"--port={DATABASE.port}", "--user=root", *arguments]


def sql(statement: str) -> str:
    return subprocess.run(client("--batch", "--execute", statement), capture_output=True, text=True, check=True).stdout


def here(name: str) -> str:
    return str(pathlib.Path(__file__).parent / name)


main(sys.argv[1], sys.argv[2:])
