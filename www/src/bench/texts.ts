/** A paragraph of 500 characters, with names and amounts of every usual kind. */
export const PARAGRAPH =
  'Mira Castellan founded Halden Robotics in Bergen on 14 March 2016. Teodor Lindqvist leads its service team and works from Rotterdam. In January 2024 the company acquired Brightwater Labs for €38 million, and Ines Okafor joined the board. Yusuf Demir, who lives in Porto, writes to ines.okafor@brightwater.example every Monday at 09:30. Revenue grew by 12.5% to €9.4 million last year, and the two hundred engineers of Halden Robotics moved into a new office in Nairobi, 3 km from the station of the city.';

const NAMES = ['Ada Park', 'Mira Castellan', 'Ines Okafor', 'Yusuf Demir', 'Teodor Lindqvist'];
const FIRMS = ['Halden Robotics', 'Brightwater Labs', 'Castellan Works', 'Okafor Systems'];

/** A sentence that says a relation. */
export function sentence(at: number): string {
  return `${NAMES[at % NAMES.length]} works for ${FIRMS[at % FIRMS.length]}. `;
}

/** Server-sent events of the form and size (some 310 bytes) that chat completions have, in chunks of a size. */
export function events(count: number, size: number): { chunks: Uint8Array<ArrayBuffer>[]; count: number } {
  const event = (at: number): string => {
    const choice = { index: 0, delta: { content: ` word${at}` }, logprobs: null, finish_reason: null };
    const head = { id: 'chatcmpl-CbenchbenchbenchbenchbenchbV', object: 'chat.completion.chunk', created: 1773500000, model: 'demo-1-2026-03-14' };
    const tail = { service_tier: 'default', system_fingerprint: 'fp_44709d6fcb', choices: [choice], usage: null, obfuscation: 'q7ZkP1' };
    return `data: ${JSON.stringify({ ...head, ...tail })}\n\n`;
  };
  const bytes = new TextEncoder().encode(Array.from({ length: count }, (_, at) => event(at)).join(''));
  const chunks = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.slice(at, at + size));
  return { chunks, count };
}
