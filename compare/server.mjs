// A loopback server that answers with recorded bytes, in small pieces.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';

const PIECE = 997;

/** Serves `files` under /0, /1, …; whatever stands behind the number in a path is the client's. */
export async function serve(files) {
  const server = createServer(async (request, response) => {
    request.resume();
    const file = files[Number(request.url.split('/')[1])];
    if (!file) return response.writeHead(404).end();
    const bytes = await readFile(file);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (let at = 0; at < bytes.length; at += PIECE) response.write(bytes.subarray(at, at + PIECE));
    response.end();
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address();
  return { url: (at) => `http://127.0.0.1:${port}/${at}`, close: () => server.close() };
}
