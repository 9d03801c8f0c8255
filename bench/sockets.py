"""Sockets: how much memory each signed-in WebSocket takes."""

import asyncio
import base64
import json
import os
import resource

import processes
from server import READERS, Server

MASK = b"\x11\x22\x33\x44"


async def measure(server: Server, count: int) -> dict:
    """KiB of the server's memory for each of `count` sockets that are open, signed in and idle."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (count + 1000, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    tokens = [server.token(user) for user in READERS]
    # The first few pay for what all share.
    opened = [await _open(server, tokens[number % len(tokens)]) for number in range(50)]
    before = processes.memory_mib(server.pid)
    for begin in range(0, count, 100):
        batch = (_open(server, tokens[number % len(tokens)]) for number in range(begin, min(begin + 100, count)))
        opened += await asyncio.gather(*batch)
    after = processes.memory_mib(server.pid)
    for _, writer in opened:
        writer.close()
    return {"sockets": count, "kib_each": (after - before) * 1024 / count}


async def _open(server: Server, token: str):
    """Greenroom wants the token in the first message; the comparison has it in the URL and says nothing until asked."""
    in_url = server.name != "greenroom"
    path = f"/ws/transcribe?token={token}" if in_url else "/ws/transcribe"
    first, expected = ({"type": "ping"}, b"pong") if in_url else ({"type": "auth", "token": token}, b"auth_success")
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port, limit=4096)
    key = base64.b64encode(os.urandom(16)).decode()
    writer.write(
        f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{server.port}\r\nupgrade: websocket\r\nconnection: upgrade\r\n"
        f"sec-websocket-version: 13\r\nsec-websocket-key: {key}\r\n\r\n".encode()
    )
    head = await reader.readuntil(b"\r\n\r\n")
    if b" 101 " not in head.split(b"\r\n", 1)[0]:
        raise SystemExit(f"a socket was refused: {head!r}")
    writer.write(_frame(json.dumps(first).encode()))
    header = await reader.readexactly(2)
    message = await reader.readexactly(header[1] & 127)
    if expected not in message:
        raise SystemExit(f"a socket was not let in: {message!r}")
    return reader, writer


def _frame(text: bytes) -> bytes:
    """A masked text frame (RFC 6455 §5.2)."""
    length = bytes([0x80 | len(text)]) if len(text) < 126 else b"\xfe" + len(text).to_bytes(2, "big")
    return b"\x81" + length + MASK + bytes(byte ^ MASK[index % 4] for index, byte in enumerate(text))
