// What was compressed, under the hash of what it was made of, from one build to the next.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const WHOLE = /^[0-9a-f]{64}\.\w+$/;

type Coder = (bytes: Buffer) => Buffer;

export class Kept {
  private readonly used = new Set<string>();

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  /** `bytes` packed, in a way of that name. */
  get(way: string, bytes: Buffer, pack: Coder, unpack: Coder): Buffer {
    const name = `${createHash('sha256').update(bytes).digest('hex')}.${way}`;
    this.used.add(name);
    return this.read(name, bytes, unpack) ?? this.write(name, pack(bytes));
  }

  /** Drops what this build had no use for, but nothing that another one is writing. */
  clean(): void {
    const unused = readdirSync(this.folder).filter((name) => WHOLE.test(name) && !this.used.has(name));
    for (const name of unused) rmSync(join(this.folder, name), { force: true });
  }

  /** Nothing but what gives the bytes again: a file that is broken is none. */
  private read(name: string, bytes: Buffer, unpack: Coder): Buffer | undefined {
    try {
      const packed = readFileSync(join(this.folder, name));
      return unpack(packed).equals(bytes) ? packed : undefined;
    } catch {
      return undefined;
    }
  }

  private write(name: string, packed: Buffer): Buffer {
    const path = join(this.folder, name);
    const half = `${path}.${process.pid}`;
    writeFileSync(half, packed);
    renameSync(half, path);
    return packed;
  }
}
