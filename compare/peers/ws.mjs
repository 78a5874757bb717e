// `ws` as a peer: `node ws.mjs serve FILE` or `node ws.mjs ask URL MODE`.
import { readFileSync } from 'node:fs';
import { WebSocket, WebSocketServer } from 'ws';

const BIG = 17 << 20;
const INVALID = Buffer.from([0x22, 0xff, 0xfe, 0x22]);

const [role, ...rest] = process.argv.slice(2);
if (role === 'serve') serve(...rest);
else ask(...rest);

/** What a server does, by its path. */
const SERVED = {
  '/whole': (socket, lines) => {
    for (const line of lines) socket.send(line);
    socket.close(1000);
  },
  // Every message in three frames, with control frames between them.
  '/fragmented': (socket, lines) => {
    for (const line of lines) {
      const bytes = Buffer.from(line);
      const [first, second] = [Math.floor(bytes.length / 3), Math.floor(bytes.length / 2)];
      socket.send(bytes.subarray(0, first), { fin: false, binary: false });
      socket.ping('between');
      socket.send(bytes.subarray(first, second), { fin: false, binary: false });
      socket.pong('unasked');
      socket.send(bytes.subarray(second), { fin: true, binary: false });
    }
    socket.close(1000);
  },
  '/invalid': (socket) => socket.send(INVALID, { binary: false }),
  '/oversized': (socket) => socket.send('x'.repeat(BIG)),
  '/away': (socket) => socket.close(1001, 'bye'),
  '/failed': (socket) => socket.close(1011, 'broken inside'),
  '/cut': (socket) => socket.terminate(),
};

function serve(file) {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('listening', () => console.log(server.address().port));
  server.on('connection', (socket, request) => {
    const { pathname } = new URL(request.url, 'http://x');
    socket.on('error', () => {});
    socket.on('pong', (data) => console.log(`pong ${data}`));
    socket.on('close', (code) => console.log(`close ${code}`));
    SERVED[pathname](socket, lines);
  });
}

/** What a client does when it is connected. */
const ASKED = {
  whole: () => {},
  fragmented: (socket) => {
    socket.send('{"type":', { fin: false });
    socket.ping('between');
    socket.send('"x"}', { fin: true });
  },
  invalid: (socket) => socket.send(INVALID, { binary: false }),
  close: (socket) => socket.close(1000, 'enough'),
};

function ask(url, mode) {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  const told = { messages: [], pongs: [], code: null, error: null };
  socket.on('open', () => ASKED[mode](socket));
  socket.on('message', (data) => told.messages.push(data.toString()));
  socket.on('pong', (data) => told.pongs.push(data.toString()));
  socket.on('error', (error) => (told.error = error.message));
  socket.on('close', (code) => {
    told.code = code;
    console.log(JSON.stringify(told));
  });
}
