// What the official clients make of an answer that is no stream.
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';

const settings = (baseURL) => ({ apiKey: 'none', baseURL, maxRetries: 0 });
const call = (id, name, text) => ({ id, name, arguments: text });

export async function chat(url) {
  const request = { model: 'm', messages: [] };
  const answer = await new OpenAI(settings(url)).chat.completions.create(request);
  const [{ message, finish_reason }] = answer.choices;
  const calls = message.tool_calls.map(({ id, function: { name, arguments: text } }) => call(id, name, text));
  return { text: message.content, calls, finish: finish_reason, usage: answer.usage };
}

export async function responses(url) {
  const answer = await new OpenAI(settings(url)).responses.create({ model: 'm', input: '' });
  const calls = answer.output.filter(({ type }) => type === 'function_call');
  return {
    text: answer.output_text,
    calls: calls.map(({ call_id, name, arguments: text }) => call(call_id, name, text)),
    finish: answer.status,
    usage: answer.usage,
  };
}

export async function anthropic(url) {
  const request = { model: 'm', max_tokens: 1, messages: [] };
  const answer = await new Anthropic(settings(url)).messages.create(request);
  const calls = answer.content.filter(({ type }) => type === 'tool_use');
  const texts = answer.content.filter(({ type }) => type === 'text').map(({ text }) => text);
  return {
    text: texts.join(''),
    calls: calls.map(({ id, name, input }) => call(id, name, JSON.stringify(input))),
    finish: answer.stop_reason,
    usage: answer.usage,
  };
}
