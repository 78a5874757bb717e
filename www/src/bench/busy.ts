/** How long the page's own thread was held, as its timers see it. */
export class Busy {
  private timer: ReturnType<typeof setInterval> | undefined;
  private last = 0;
  private longest = 0;

  start(): void {
    this.longest = 0;
    this.last = performance.now();
    this.timer = setInterval(() => this.tick(), 16);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** In milliseconds. */
  figures(): { longest: number } {
    return { longest: this.longest };
  }

  private tick(): void {
    const now = performance.now();
    this.longest = Math.max(this.longest, now - this.last);
    this.last = now;
  }
}
