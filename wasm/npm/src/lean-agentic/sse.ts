/** Server-sent events by GET, on the platform's `EventSource`, which reconnects with `Last-Event-ID`. */
export class SSEClient {
  private readonly source: EventSource;

  constructor(url: string | URL) {
    this.source = new EventSource(url);
  }

  set_on_message(callback: (data: string) => void): void {
    this.source.onmessage = ({ data }: MessageEvent<string>) => callback(data);
  }

  /** Events of a name. */
  set_on_event(name: string, callback: (data: string) => void): void {
    this.source.addEventListener(name, ({ data }: MessageEvent<string>) => callback(data));
  }

  set_on_error(callback: (error: Event) => void): void {
    this.source.onerror = callback;
  }

  set_on_open(callback: () => void): void {
    this.source.onopen = callback;
  }

  close(): void {
    this.source.close();
  }

  get ready_state(): number {
    return this.source.readyState;
  }
}
