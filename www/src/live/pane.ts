import type { MentionInsight } from 'midflight';
import { h } from '../dom.js';
import { following } from '../follow.js';
import { group } from '../kinds.js';
import { Blocks } from './blocks.js';

/** A place in a channel. */
export interface Place {
  channel: string;
  choice: number;
  call?: number | undefined;
  start: number;
}

/**
 * Running text with its mentions marked. Text is appended as it comes; a mention lies in what is not
 * marked yet, behind the one before, so nothing is ever drawn again.
 */
export class Pane {
  readonly element: HTMLElement;
  private readonly channels = new Map<string, Channel>();
  private readonly grows: () => void;

  constructor(empty: string, look = '') {
    this.element = h('div', { className: `prose ${look}`, tabIndex: 0, role: 'region', 'aria-label': empty, 'data-empty': empty });
    this.grows = following(this.element);
  }

  clear(): void {
    this.channels.clear();
    this.element.replaceChildren();
  }

  /** Text of a channel goes on. */
  write(channel: string, choice: number, call: number | undefined, text: string): void {
    this.grows();
    this.channel(channel, choice, call).write(text);
  }

  /** A line that stands by itself. */
  heading(text: string): void {
    this.element.append(h('strong', {}, `${this.element.childNodes.length > 0 ? '\n' : ''}${text}\n`));
  }

  mark(mention: MentionInsight): void {
    this.channel(mention.channel, mention.choice, mention.call).mark(mention);
  }

  /** Brings a mention into view. */
  show({ channel, choice, call, start }: Place): void {
    const mark = this.channel(channel, choice, call).marks.get(start);
    if (mark === undefined) return;
    for (const lit of this.element.querySelectorAll('.lit')) lit.classList.remove('lit');
    mark.classList.add('lit');
    mark.scrollIntoView({ block: 'center', behavior: 'smooth' });
    this.element.focus({ preventScroll: true });
  }

  private channel(name: string, choice: number, call: number | undefined): Channel {
    const key = `${name} ${choice} ${call ?? ''}`;
    let channel = this.channels.get(key);
    if (channel === undefined) {
      channel = new Channel(this.element);
      this.channels.set(key, channel);
    }
    return channel;
  }
}

/** One channel's text, with its marks by where they begin. */
class Channel {
  readonly marks = new Map<number, HTMLElement>();
  private readonly blocks = new Blocks();

  constructor(pane: HTMLElement) {
    pane.append(this.blocks.element);
  }

  write(text: string): void {
    this.blocks.write(text);
  }

  mark({ start, end, kind, text }: MentionInsight): void {
    const mark = h('mark', { className: `kind-${group(kind)}`, title: kind.replace('_', ' ') }, text);
    if (this.blocks.mark(start, end, mark)) this.marks.set(start, mark);
  }
}
