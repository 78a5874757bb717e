/**
 * The class names of the performance guide of midstream 0.2.0, on Midflight's engine: its snippets run
 * as they stand. The default export starts the engine and must be awaited first, as in the guide.
 */
export { LeanAgenticClient, LeanAgenticConfig, type Processed } from './client.js';
export { StreamingHTTPClient } from './http.js';
export { SSEClient } from './sse.js';
export { WebSocketClient } from './websocket.js';
export { start as default } from './start.js';
