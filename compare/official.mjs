// What the official clients make of a stream, by their own accumulating helpers.
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';

const settings = (baseURL) => ({ apiKey: 'none', baseURL, maxRetries: 0 });
const nothing = () => ({ text: {}, reasoning: {}, refusal: {}, calls: [], usage: null, finish: [] });

/** What a helper's stream ends with: `null`, or an error's message. */
async function end(stream) {
  try {
    await stream.done();
    return null;
  } catch (error) {
    return String(error.error?.error?.message ?? error.error?.message ?? error.message);
  }
}

export async function chat(url) {
  const stream = new OpenAI(settings(url)).chat.completions.stream({ model: 'm', messages: [] });
  let snapshot = { choices: [] };
  stream.on('chunk', (_, so_far) => (snapshot = so_far));
  const error = await end(stream);
  const said = nothing();
  for (const { index, message, finish_reason } of snapshot.choices.filter(Boolean)) {
    if (message.content) said.text[index] = message.content;
    if (message.refusal) said.refusal[index] = message.refusal;
    if (finish_reason) said.finish.push(finish_reason);
    for (const call of (message.tool_calls ?? []).filter(Boolean)) {
      said.calls.push({ id: call.id, name: call.function.name, arguments: call.function.arguments });
    }
  }
  const { usage } = snapshot;
  if (usage) said.usage = { input: usage.prompt_tokens, output: usage.completion_tokens };
  return { ...said, error };
}

export async function responses(url) {
  const stream = new OpenAI(settings(url)).responses.stream({ model: 'm', input: '' });
  let snapshot = { output: [] };
  let terminal = null;
  stream.on('event', (event) => {
    if (event.type === 'response.created') snapshot = event.response;
    if (['response.completed', 'response.incomplete', 'response.failed'].includes(event.type)) {
      terminal = event.response;
    }
  });
  const error = await end(stream);
  const said = nothing();
  const partial = !terminal?.output?.length;
  if (!partial) snapshot = terminal;
  snapshot.output.forEach((item, index) => readItem(item, index, said));
  if (terminal) said.finish.push(terminal.incomplete_details?.reason ?? terminal.status);
  const usage = terminal?.usage;
  if (usage) said.usage = { input: usage.input_tokens, output: usage.output_tokens };
  return { ...said, error, failure: terminal?.error?.message ?? null, partial };
}

function readItem(item, index, said) {
  const add = (channel, text) => {
    if (text) said[channel][index] = (said[channel][index] ?? '') + text;
  };
  for (const part of item.summary ?? []) add('reasoning', part.text);
  for (const part of item.content ?? []) {
    if (part.type === 'refusal') add('refusal', part.refusal);
    else add(part.type === 'reasoning_text' ? 'reasoning' : 'text', part.text);
  }
  if (['function_call', 'custom_tool_call', 'mcp_call', 'mcp_approval_request'].includes(item.type)) {
    const { call_id = item.id, name } = item;
    said.calls.push({ id: call_id, name, arguments: item.arguments ?? item.input ?? '' });
  }
}

export async function anthropic(url) {
  const request = { model: 'm', max_tokens: 1, messages: [] };
  const stream = new Anthropic(settings(url)).messages.stream(request);
  let message = { content: [] };
  stream.on('streamEvent', (_, so_far) => (message = so_far ?? message));
  const error = await end(stream);
  const said = nothing();
  for (const block of message.content) {
    if (block.text) said.text[0] = (said.text[0] ?? '') + block.text;
    if (block.thinking) said.reasoning[0] = (said.reasoning[0] ?? '') + block.thinking;
    if (block.type.endsWith('tool_use')) {
      said.calls.push({ id: block.id, name: block.name, arguments: JSON.stringify(block.input) });
    }
  }
  if (message.stop_reason) said.finish.push(message.stop_reason);
  const { usage } = message;
  if (usage) said.usage = { input: usage.input_tokens, output: usage.output_tokens };
  return { ...said, error };
}
