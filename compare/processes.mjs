// The binary as a server, and as a filter.
import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

/** Starts a verb that serves; its address, and how to stop it. */
export async function start(binary, args) {
  const child = spawn(binary, args, { stdio: ['ignore', 'inherit', 'pipe'] });
  const stop = () => child.kill();
  for await (const line of createInterface({ input: child.stderr })) {
    const url = line.match(/http:\/\/[\d.:]+/)?.[0];
    if (!url) continue;
    child.stderr.pipe(process.stderr);
    return { url, stop };
  }
  throw new Error(`${args.join(' ')} ended`);
}

/** A recording as `midflight redact` writes it. */
export async function masked(binary, wire, file) {
  const run = promisify(execFile);
  const { stdout } = await run(binary, ['redact', '--wire', wire, file], { maxBuffer: 1 << 26 });
  return stdout;
}
