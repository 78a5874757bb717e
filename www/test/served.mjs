// The site on `midflight serve`, as a user has it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Starts the program on a free port. */
export async function served(program, dist) {
  const child = spawn(program, ['serve', '--listen', '127.0.0.1:0', '--site', dist], { stdio: ['ignore', 'ignore', 'pipe'] });
  const lines = createInterface({ input: child.stderr });
  for await (const line of lines) {
    const origin = /http:\/\/[\d.:]+/.exec(line)?.[0];
    if (origin) return { origin, close: () => stop(child) };
  }
  throw new Error(`${program} serve ended before it listened`);
}

async function stop(child) {
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}
