/** How long work may hold the page at a time, in milliseconds. */
const HELD = 30;

/**
 * Lets the page draw and hear between pieces of work, once they have held it for long: `due()` says so, and `taken()` is
 * awaited then. A timer would do, but is slowed down in a tab that is not seen.
 */
export class Pause {
  private readonly channel = new MessageChannel();
  private since = performance.now();

  due(): boolean {
    return performance.now() - this.since > HELD;
  }

  async taken(): Promise<void> {
    const { port1, port2 } = this.channel;
    await new Promise((resolve) => {
      port1.onmessage = resolve;
      port2.postMessage(undefined);
    });
    this.since = performance.now();
  }

  end(): void {
    this.channel.port1.close();
  }
}
