// What `midflight decode` makes of a stream.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export async function midflight(binary, wire, file) {
  const options = { maxBuffer: 1 << 28 };
  const { stdout } = await promisify(execFile)(binary, ['decode', '--wire', wire, file], options);
  const said = { text: {}, reasoning: {}, refusal: {}, calls: [], usage: null, finish: [], error: null };
  for (const line of stdout.trim().split('\n')) read(JSON.parse(line), said);
  return said;
}

function read(line, said) {
  const { type, choice, text } = line;
  if (type in { text: 0, reasoning: 0, refusal: 0 }) {
    said[type][choice] = (said[type][choice] ?? '') + text;
  } else if (type === 'tool_call') {
    said.calls.push({ id: line.id, name: line.name, arguments: '' });
  } else if (type === 'tool_arguments') {
    said.calls[line.call].arguments += text;
  } else if (type === 'usage') {
    said.usage = { input: line.input_tokens, output: line.output_tokens };
  } else if (type === 'finish') {
    said.finish.push(line.reason);
  } else if (type === 'error') {
    said.error ??= line.message;
  } else if (type === 'end') {
    said.ending = line.ending;
  }
}
