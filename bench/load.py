"""Load: wrk on one endpoint of one server, with what it cost the server and its database."""

import json
import subprocess
import tempfile

import processes
from server import Server

CONNECTIONS = 32
# More logins in flight only make a longer queue before bcrypt.
CONNECTIONS_FOR = {"login": 4}

# Walks through the requests, and says at the end what was counted.
LUA = """
local ring, at = {}, 0
function init()
  for index, given in ipairs(requests) do ring[index] = wrk.format(given[1], given[2], given[3], given[4]) end
end
function request()
  at = at % #ring + 1
  return ring[at]
end
function done(summary, latency)
  local errors = summary.errors
  io.stderr:write(string.format('{"requests":%d,"us":%d,"p50_us":%d,"p99_us":%d,"refused":%d,"broken":%d}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
"""


def run(server: Server, endpoint: str, seconds: int) -> dict:
    """wrk's counts, of which `refused` are answers of 400 and more."""
    connections = CONNECTIONS_FOR.get(endpoint, CONNECTIONS)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(f"requests = {_table(server.requests(endpoint))}\n{LUA}")
        script.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s", "-s", script.name]
        done = subprocess.run([*command, f"http://127.0.0.1:{server.port}"], capture_output=True, text=True, check=True)
    return json.loads(next(line for line in done.stderr.splitlines() if line.startswith("{")))


def measure(server: Server, endpoint: str, database: int, seconds: int) -> dict:
    """Requests a second, latencies in ms, and CPU in µs a request of the server and of its database."""
    run(server, endpoint, 1)
    before = processes.cpu_s(server.pid), processes.cpu_s(database)
    counted = run(server, endpoint, seconds)
    after = processes.cpu_s(server.pid), processes.cpu_s(database)
    requests = max(counted["requests"], 1)
    return {
        "requests_s": counted["requests"] / counted["us"] * 1e6,
        "p50_ms": counted["p50_us"] / 1000,
        "p99_ms": counted["p99_us"] / 1000,
        "failed": counted["refused"] + counted["broken"],
        "server_us": (after[0] - before[0]) / requests * 1e6,
        "database_us": (after[1] - before[1]) / requests * 1e6,
        "memory_mib": processes.memory_mib(server.pid),
    }


def _table(requests: list[dict]) -> str:
    """As Lua writes it. JSON's strings are Lua's, for the characters that occur here."""
    rows = []
    for request in requests:
        headers = ",".join(f"[{json.dumps(name)}]={json.dumps(value)}" for name, value in request["headers"].items())
        body = json.dumps(request["body"]) if "body" in request else "nil"
        rows.append(f"{{{json.dumps(request['method'])},{json.dumps(request['path'])},{{{headers}}},{body}}}")
    return "{" + ",".join(rows) + "}"
