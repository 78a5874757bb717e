import { h } from '../dom.js';

/** UTF-16 units of text in a block, and in a node, from which on another one begins. */
const FULL = 2048;
/** The same where no line ends. */
const LONG = 4 * FULL;

/** Full blocks at the end whose true height is wanted, since the end is looked at. */
const NEAR = 4;

/** A text that is not marked, and where it begins. */
interface Unmarked {
  node: Text;
  from: number;
}

/**
 * Text that grows at its end, in blocks of some KB: a full one is laid out once, however much follows. A block ends with
 * a line, so that it looks like one text and is copied as one; only a line of 8 KB is broken.
 */
export class Blocks {
  readonly element = h('div');
  private block: HTMLElement | undefined;
  /** The last full ones. */
  private readonly last: HTMLElement[] = [];
  /** Units in the block at hand. */
  private filled = 0;
  private length = 0;
  /** What may be marked yet, in its order; the last one grows. */
  private open: Unmarked[] = [];

  write(text: string): void {
    for (let rest = text; rest !== ''; ) {
      const end = this.endIn(rest);
      this.append(rest.slice(0, end));
      if (end !== undefined) this.end();
      rest = end === undefined ? '' : rest.slice(end);
    }
  }

  /** Where the block ends in a text that it goes on with: with a line or, in a long one, with a word. */
  private endIn(text: string): number | undefined {
    const ends = [text.indexOf('\n', FULL - this.filled), text.indexOf(' ', LONG - this.filled)].filter((at) => at >= 0);
    return ends.length > 0 ? Math.min(...ends) + 1 : undefined;
  }

  /** Puts `mark` in the place of the text from `start` to `end`; whether that was there, behind the mark before. */
  mark(start: number, end: number, mark: HTMLElement): boolean {
    while (this.open.length > 1 && this.open[1]!.from <= start) this.open.shift();
    const [first] = this.open;
    if (first === undefined || start < first.from || end > this.length) return false;
    if (start > first.from) first.node = first.node.splitText(start - first.from);
    first.from = start;
    first.node.before(mark);
    this.remove(end);
    return true;
  }

  private append(text: string): void {
    const block = (this.block ??= this.element.appendChild(h('div', { className: 'block' })));
    let last = this.open.at(-1);
    if (last === undefined || last.node.length >= FULL || last.node.parentNode !== block) {
      last = { node: document.createTextNode(''), from: this.length };
      this.open.push(last);
      block.append(last.node);
    }
    last.node.appendData(text);
    this.filled += text.length;
    this.length += text.length;
  }

  /** What follows stands in another block. */
  private end(): void {
    if (this.block !== undefined) this.last.push(this.block);
    if (this.last.length > NEAR) this.last.shift()!.classList.add('far');
    this.block = undefined;
    this.filled = 0;
  }

  /** Removes what is not marked before `end`, which may be in another block. */
  private remove(end: number): void {
    for (let [first] = this.open; first !== undefined && first.from < end; [first] = this.open) {
      const units = Math.min(end - first.from, first.node.length);
      first.node.deleteData(0, units);
      first.from += units;
      if (first.node.length > 0) return;
      first.node.remove();
      this.open.shift();
    }
  }
}
