import type { Engine, Redactor } from 'midflight';
import { h } from '../dom.js';
import { following } from '../follow.js';
import { Blocks } from './blocks.js';

const EMPTY = 'The same text with personal data and secrets masked, no later than it is certain.';

/** One channel's text, masked. */
interface Part {
  redactor: Redactor;
  decoder: TextDecoder;
  text: Blocks;
}

/** The answer's text, masked as it comes. Choices come in turns, and no value is to be torn between two. */
export class Masked {
  readonly element = h('div', { className: 'prose short', tabIndex: 0, role: 'region', 'aria-label': 'Masked text', 'data-empty': EMPTY });
  private readonly grows = following(this.element);
  private readonly parts = new Map<string, Part>();

  constructor(private readonly engine: Engine) {}

  clear(): void {
    this.free();
    this.element.replaceChildren();
  }

  write(channel: string, text: string): void {
    const part = this.part(channel);
    this.show(part, part.redactor.write(text));
  }

  finish(): void {
    for (const part of this.parts.values()) this.show(part, part.redactor.finish());
    this.free();
  }

  private part(channel: string): Part {
    let part = this.parts.get(channel);
    if (part === undefined) {
      part = { redactor: this.engine.redactor({ wire: 'text' }), decoder: new TextDecoder(), text: new Blocks() };
      this.parts.set(channel, part);
    }
    return part;
  }

  private show({ decoder, text }: Part, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.grows();
    if (!text.element.isConnected) this.element.append(text.element);
    text.write(decoder.decode(bytes, { stream: true }));
  }

  private free(): void {
    for (const { redactor } of this.parts.values()) redactor.free();
    this.parts.clear();
  }
}
