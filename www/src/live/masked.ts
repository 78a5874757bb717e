import type { Engine, Redactor } from 'midflight';
import { h } from '../dom.js';

const EMPTY = 'The same text with personal data and secrets masked, no later than it is certain.';

/** The answer's text, masked as it comes. */
export class Masked {
  readonly element = h('div', { className: 'prose short', tabIndex: 0, role: 'region', 'aria-label': 'Masked text', 'data-empty': EMPTY });
  private redactor: Redactor | undefined;
  private readonly decoder = new TextDecoder();

  constructor(private readonly engine: Engine) {}

  clear(): void {
    this.redactor?.free();
    this.redactor = undefined;
    this.element.replaceChildren();
  }

  write(text: string): void {
    this.redactor ??= this.engine.redactor({ wire: 'text' });
    this.show(this.redactor.write(text));
  }

  finish(): void {
    if (this.redactor) this.show(this.redactor.finish());
    this.redactor?.free();
    this.redactor = undefined;
  }

  private show(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.element.append(this.decoder.decode(bytes));
    this.element.scrollTop = this.element.scrollHeight;
  }
}
