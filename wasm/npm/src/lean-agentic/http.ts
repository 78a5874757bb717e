/** A body that is read as it comes. */
export class StreamingHTTPClient {
  constructor(private readonly url: string | URL) {}

  /** Calls back with each piece of text; done at the end of the body. Where the callback throws, the body is given up. */
  async stream(callback: (chunk: string) => void, init: RequestInit = {}): Promise<void> {
    const response = await fetch(this.url, init);
    if (!response.ok) throw new Error(`${String(this.url)}: expected an ok status, got ${response.status}`);
    const decoder = new TextDecoder();
    // An answer without a body, as of 204, says nothing.
    if (response.body === null) return;
    const reader = response.body.getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        const text = decoder.decode(value, { stream: !done });
        if (text !== '') callback(text);
        if (done) return;
      }
    } finally {
      // Nothing where the body is at its end; why it failed is known.
      await reader.cancel().catch(() => {});
    }
  }
}
