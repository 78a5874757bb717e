// Where an official client tells something else, and which of the two follows the protocol.

const empty = (channel) => Object.keys(channel).length === 0;
const everything = ['text', 'reasoning', 'refusal', 'calls', 'usage', 'finish', 'end', 'error'];

/** Each: for which clients and fields, when, and why. */
export const QUIRKS = {
  'reasoning in chat': {
    wires: ['openai-chat'],
    fields: ['reasoning'],
    when: (_, theirs) => empty(theirs.reasoning),
    why: '`reasoning_content` and `reasoning` are no fields of OpenAI; its client keeps the last piece at most',
  },
  'an end that never came': {
    wires: ['openai-chat', 'openai-responses', 'anthropic'],
    fields: ['end'],
    when: (ours, theirs) => ours.ending === 'cut' && theirs.error === null,
    why: 'the clients take every end of the body for a good one; the protocols have an end mark',
  },
  'an event that is no JSON': {
    wires: ['openai-chat'],
    fields: everything,
    when: (_, theirs) => /JSON/.test(theirs.error),
    why: 'the client gives the stream up; Midflight tells a diagnostic and reads on',
  },
  'a part that was not announced': {
    wires: ['openai-responses'],
    fields: everything,
    when: (_, theirs) => /^missing (content|output) at index/.test(theirs.error),
    why: 'the client demands `content_part.added` before the first delta, which gateways leave out',
  },
  'pieces that are not put together': {
    wires: ['openai-responses'],
    fields: ['reasoning', 'refusal', 'calls'],
    when: (_, theirs) => theirs.partial,
    why: 'the client joins text, `reasoning_text` and function arguments; the rest it takes from the whole output, which did not come',
  },
  'nothing behind an error': {
    wires: ['openai-responses'],
    fields: ['finish'],
    when: (ours, theirs) => theirs.error !== null && theirs.error === ours.error,
    why: 'the client stops at `error`; Midflight also reads the `response.failed` behind it',
  },
  'a failure that is no error': {
    wires: ['openai-responses'],
    fields: ['end'],
    when: (ours, theirs) => ours.ending === 'failed' && theirs.failure === ours.error,
    why: 'the client hands `response.failed` on as an event like any other',
  },
  'a message that begins twice': {
    wires: ['anthropic'],
    fields: everything,
    when: (_, theirs) => /^Unexpected event order/.test(theirs.error),
    why: 'the client gives the stream up; Midflight takes the second announcement for the same message',
  },
};
