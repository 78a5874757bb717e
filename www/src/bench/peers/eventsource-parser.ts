import { createParser } from 'eventsource-parser';

/** Shows each event's data to a function. */
export function decode(chunks: readonly Uint8Array[], look: (data: string) => void): void {
  const decoder = new TextDecoder();
  const parser = createParser({ onEvent: ({ data }) => look(data) });
  for (const chunk of chunks) parser.feed(decoder.decode(chunk, { stream: true }));
}
