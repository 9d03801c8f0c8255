"""Follows one interview session over Greenroom's socket and prints what it is told, until the session rests.

    TOKEN=… python listen.py SESSION_ID [KEY]

With the KEY of an upload it hands that recording to the session first. SERVER is http://localhost:8000 unless set.
"""

import asyncio
import json
import os
import sys

import websockets


async def main(session_id: int, key: str | None = None) -> None:
    server = os.environ.get("SERVER", "http://localhost:8000")
    async with websockets.connect(server.replace("http", "ws", 1) + "/ws/transcribe") as socket:
        await socket.send(json.dumps({"type": "auth", "token": os.environ["TOKEN"]}))
        request = {"type": "session_start", "session_id": session_id}
        if key:
            request = {"type": "audio_uri", "session_id": session_id, "key": key}
        await socket.send(json.dumps(request))
        async for text in socket:
            print(text)
            message = json.loads(text)
            if message["type"] == "error":
                sys.exit(1)
            if message["type"] == "session" and message["session"]["status"] not in ("transcribing", "scoring"):
                return


asyncio.run(main(int(sys.argv[1]), *sys.argv[2:]))
