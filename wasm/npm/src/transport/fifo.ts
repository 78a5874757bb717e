/** First in, first out. Taking one costs the same however many wait; an array would move all of them. */
export class Fifo<T> {
  private items: T[] = [];
  private taken = 0;

  get length(): number {
    return this.items.length - this.taken;
  }

  push(item: T): void {
    this.items.push(item);
  }

  shift(): T | undefined {
    if (this.length === 0) return undefined;
    const item = this.items[this.taken++];
    // What was taken is let go of when it is half of all.
    if (this.taken * 2 >= this.items.length) this.drop();
    return item;
  }

  clear(): void {
    this.items = [];
    this.taken = 0;
  }

  private drop(): void {
    this.items = this.items.slice(this.taken);
    this.taken = 0;
  }
}
