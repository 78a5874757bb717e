type Data = string | ArrayBuffer;

/** A WebSocket. What is sent before it is open is sent when it is. */
export class WebSocketClient {
  /** The platform's own, for settings like `binaryType`. */
  readonly socket: WebSocket;
  private early: (string | ArrayBuffer | Uint8Array<ArrayBuffer>)[] = [];

  constructor(url: string | URL) {
    this.socket = new WebSocket(String(url));
    this.socket.binaryType = 'arraybuffer';
    this.socket.addEventListener('open', () => {
      for (const message of this.early.splice(0)) this.socket.send(message);
    });
  }

  set_on_message(callback: (data: Data) => void): void {
    this.socket.onmessage = ({ data }: MessageEvent<Data>) => callback(data);
  }

  set_on_error(callback: (error: Event) => void): void {
    this.socket.onerror = callback;
  }

  set_on_close(callback: (event: CloseEvent) => void): void {
    this.socket.onclose = callback;
  }

  set_on_open(callback: () => void): void {
    if (this.socket.readyState === WebSocket.OPEN) callback();
    else this.socket.addEventListener('open', callback);
  }

  send(message: string): void {
    this.pass(message);
  }

  send_binary(message: ArrayBuffer | Uint8Array<ArrayBuffer>): void {
    this.pass(message);
  }

  close(): void {
    this.socket.close();
  }

  get ready_state(): number {
    return this.socket.readyState;
  }

  private pass(message: string | ArrayBuffer | Uint8Array<ArrayBuffer>): void {
    if (this.socket.readyState === WebSocket.CONNECTING) this.early.push(message);
    else this.socket.send(message);
  }
}
