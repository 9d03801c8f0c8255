"""A flood: many sign-ins a second from outside, and what somebody who is signed in notices of it."""

import asyncio
import json
import time

from server import Server, credentials


async def measure(server: Server, logins_s: int, seconds: int) -> dict:
    """p99 of `GET /auth/me`, at 100 requests a second, in ms: without and with the flood."""
    token = server.token(1)
    await _me(server.port, token, 1)
    idle = await _me(server.port, token, seconds)
    flood = asyncio.create_task(_logins(server.port, logins_s, seconds))
    flooded = await _me(server.port, token, seconds)
    answered = await flood
    return {"idle_p99_ms": _p99(idle), "flooded_p99_ms": _p99(flooded), "logins_answered": answered}


async def _me(port: int, token: str, seconds: int) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = f"GET /auth/me HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\r\n".encode()
    took = []
    begun = time.monotonic()
    for number in range(seconds * 100):
        await asyncio.sleep(max(0.0, begun + number / 100 - time.monotonic()))
        sent = time.monotonic()
        writer.write(request)
        status = await _answer(reader)
        if status != 200:
            raise SystemExit(f"GET /auth/me gave {status} in the flood")
        took.append((time.monotonic() - sent) * 1000)
    writer.close()
    return took


async def _logins(port: int, per_second: int, seconds: int) -> dict[int, int]:
    """Leaves on a timetable, whether or not earlier ones were answered. Counts the answers by status; 0: none came."""
    body = json.dumps({**credentials(2), "password": "a guess"}).encode()
    head = f"POST /auth/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {len(body)}"
    request = f"{head}\r\nconnection: close\r\n\r\n".encode() + body

    async def login() -> int:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(request)
            status = await asyncio.wait_for(_answer(reader), 40)
            writer.close()
            return status
        except (OSError, asyncio.TimeoutError, asyncio.IncompleteReadError):
            return 0

    begun, under_way = time.monotonic(), []
    for number in range(per_second * seconds):
        await asyncio.sleep(max(0.0, begun + number / per_second - time.monotonic()))
        under_way.append(asyncio.create_task(login()))
    counts: dict[int, int] = {}
    for status in await asyncio.gather(*under_way):
        counts[status] = counts.get(status, 0) + 1
    return counts


async def _answer(reader: asyncio.StreamReader) -> int:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    length = next(int(line.split(":")[1]) for line in head.split("\r\n") if line.startswith("content-length:"))
    await reader.readexactly(length)
    return int(head.split(" ", 2)[1])


def _p99(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.99)]
