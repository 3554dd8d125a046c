import { growth } from '../../../test/support/growth.js';
import { EventParser } from './event-parser.js';

function eventsIn(...chunks: string[]): (string | undefined)[] {
  const found: (string | undefined)[] = [];
  const parser = new EventParser((id) => void found.push(id));
  for (const chunk of chunks) parser.read(chunk);
  return found;
}

describe('The events of a stream', () => {
  it('are what has data before an empty line, each with its own id', () => {
    expect(eventsIn('\n', 'id: 7\ndata: one\n\n', 'data: two\ndata: more\n\n')).toEqual(['7', undefined]);
  });

  it('are not comments, retry times, or what has no data', () => {
    expect(eventsIn(': ping\n\n', 'retry: 10\n\n', 'event: empty\nid: 1\n\n', 'database: no\n\n')).toEqual([]);
  });

  it('are found in a time that grows as the chunk does', () => {
    const event = 'data: a\n\n';

    expect(growth((text) => eventsIn(text), event.repeat(20_000), event.repeat(80_000))).toBeLessThan(7);
  });

  it('are found whatever the chunks are', () => {
    const text = 'id: 1\ndata: a\n\nid:2\ndata\n\n';

    expect(eventsIn(...text)).toEqual(['1', '2']);
    expect(eventsIn(text)).toEqual(['1', '2']);
  });

  it.each(['\r\n', '\r', '\n'])('may end their lines in %j', (end) => {
    const text = ['id: 1', 'data: a', '', 'data: b', '', ''].join(end);

    expect(eventsIn(...text)).toEqual(['1', undefined]);
    expect(eventsIn(text)).toEqual(['1', undefined]);
  });

  it('may be long: of a line only the beginning is kept', () => {
    const parser = new EventParser(() => undefined);

    parser.read(`data: ${'x'.repeat(100_000)}`);

    expect(JSON.stringify(parser).length).toBeLessThan(500);
  });
});
