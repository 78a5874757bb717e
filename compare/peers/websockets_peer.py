"""`websockets` as a peer: `serve FILE` or `ask URL MODE`, as ws.mjs does."""

import asyncio
import json
import sys
from pathlib import Path
from urllib.parse import urlparse

from websockets.asyncio.client import connect
from websockets.asyncio.server import serve as listen
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode

BIG = 17 << 20
INVALID = b'"\xff\xfe"'


async def frame(socket, opcode, data, fin=True):
    """Sends one frame, whatever it holds."""
    async with socket.send_context():
        socket.protocol.send_frame(Frame(opcode, data, fin))


async def whole(socket, lines):
    for line in lines:
        await socket.send(line)
    await socket.close(1000)


async def fragmented(socket, lines):
    for line in lines:
        data = line.encode()
        first, second = len(data) // 3, len(data) // 2
        await frame(socket, Opcode.TEXT, data[:first], fin=False)
        await socket.ping()
        await frame(socket, Opcode.CONT, data[first:second], fin=False)
        await socket.pong(b"unasked")
        await frame(socket, Opcode.CONT, data[second:])
    await socket.close(1000)


async def invalid(socket, _):
    await frame(socket, Opcode.TEXT, INVALID)
    await socket.wait_closed()


async def oversized(socket, _):
    await socket.send("x" * BIG)
    await socket.wait_closed()


async def cut(socket, _):
    socket.transport.abort()


SERVED = {
    "/whole": whole,
    "/fragmented": fragmented,
    "/invalid": invalid,
    "/oversized": oversized,
    "/away": lambda socket, _: socket.close(1001, "bye"),
    "/failed": lambda socket, _: socket.close(1011, "broken inside"),
    "/cut": cut,
}


async def serve(file):
    lines = [line for line in Path(file).read_text("utf-8").split("\n") if line]

    async def handle(socket):
        try:
            await SERVED[urlparse(socket.request.path).path](socket, lines)
            await socket.wait_closed()
        except ConnectionClosed:
            pass
        print(f"close {socket.close_code}", flush=True)

    async with listen(handle, "127.0.0.1", 0, compression=None, max_size=None) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.get_running_loop().create_future()


async def ask(url, mode):
    told = {"messages": [], "pongs": [], "code": None, "error": None}
    async with connect(url, compression=None, max_size=None) as socket:
        if mode == "fragmented":
            await frame(socket, Opcode.TEXT, b'{"type":', fin=False)
            pong = await socket.ping(b"between")
            pong.add_done_callback(lambda _: told["pongs"].append("between"))
            await frame(socket, Opcode.CONT, b'"x"}')
        elif mode == "invalid":
            await frame(socket, Opcode.TEXT, INVALID)
        elif mode == "close":
            await socket.close(1000, "enough")
        try:
            while True:
                told["messages"].append(await socket.recv())
        except ConnectionClosed:
            told["code"] = socket.close_code
    print(json.dumps(told))


role, *rest = sys.argv[1:]
asyncio.run(serve(*rest) if role == "serve" else ask(*rest))
