import { conventional } from './message-shapes.js';

describe('messages in the shape of the conventions', () => {
  it.each([
    ['a text', 'hello', { role: 'user', parts: [{ type: 'text', content: 'hello' }] }],
    [
      'a message',
      { role: 'system', content: 'hello' },
      { role: 'system', parts: [{ type: 'text', content: 'hello' }] },
    ],
    [
      'parts of OpenAI',
      {
        role: 'user',
        content: [
          { type: 'text', text: 'what is it?' },
          { type: 'image_url', image_url: { url: 'data:…' } },
        ],
      },
      { role: 'user', parts: [{ type: 'text', content: 'what is it?' }, { type: 'image_url' }] },
    ],
    [
      'a refusal',
      { role: 'assistant', content: [{ type: 'refusal', refusal: 'no' }] },
      { role: 'assistant', parts: [{ type: 'text', content: 'no' }] },
    ],
    [
      'the result of a tool of OpenAI',
      { role: 'tool', tool_call_id: 'call-1', content: '42' },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'call-1', response: '42' }] },
    ],
    [
      'items of OpenAI responses',
      { type: 'function_call', id: 'item-1', call_id: 'call-1', name: 'sum', arguments: '{}' },
      { role: 'user', parts: [{ type: 'tool_call', id: 'call-1', name: 'sum', arguments: '{}' }] },
    ],
    [
      'their thoughts',
      {
        type: 'reasoning',
        id: 'item-1',
        summary: [
          { type: 'summary_text', text: 'one' },
          { type: 'summary_text', text: 'two' },
        ],
      },
      { role: 'user', parts: [{ type: 'reasoning', content: 'one\ntwo' }] },
    ],
    [
      'tools of Anthropic',
      {
        role: 'assistant',
        content: [
          { type: 'tool_use', id: 'tool-1', name: 'sum', input: { of: 1 } },
          { type: 'tool_result', tool_use_id: 'tool-1', content: '42' },
        ],
      },
      {
        role: 'assistant',
        parts: [
          { type: 'tool_call', id: 'tool-1', name: 'sum', arguments: { of: 1 } },
          { type: 'tool_call_response', id: 'tool-1', response: '42' },
        ],
      },
    ],
    [
      'tools of the ai SDK',
      {
        role: 'assistant',
        content: [
          { type: 'tool-call', toolCallId: 'call-1', toolName: 'sum', input: { of: 1 } },
          { type: 'tool-result', toolCallId: 'call-1', toolName: 'sum', output: { value: 42 } },
        ],
      },
      {
        role: 'assistant',
        parts: [
          { type: 'tool_call', id: 'call-1', name: 'sum', arguments: { of: 1 } },
          { type: 'tool_call_response', id: 'call-1', response: { value: 42 } },
        ],
      },
    ],
    ['nothing', null, { role: 'user', parts: [{ type: 'unknown' }] }],
  ])('has %s', (_what, message, expected) => {
    expect(conventional(message, 'user')).toEqual(expected);
  });
});
