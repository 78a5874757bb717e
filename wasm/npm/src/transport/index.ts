/** Streams over the network, analysed as they come. */
export { Connection, type ConnectionEvents, type ConnectionState, type ConnectOptions, type Traffic } from './connection.js';
export { TransportError, type TransportFailure } from './error.js';
export { HttpConnection, type HttpOptions } from './http.js';
export { SseConnection, type SseOptions } from './sse.js';
export { WebSocketConnection, type WebSocketOptions } from './websocket.js';
