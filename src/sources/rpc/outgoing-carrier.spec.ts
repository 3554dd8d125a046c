import { mergedAmqpHeaders, mergedMqttOptions, mergedNatsHeaders, recordWith } from './outgoing-carrier.js';

const fields = { traceparent: 'ours', 'x-event-id': 'e-1' };

describe('What a message takes along', () => {
  it('stands beside the headers of an AMQP message, which win', () => {
    const headers = Object.freeze({ tenant: 'acme', traceparent: 'theirs' });

    expect(mergedAmqpHeaders(headers, fields)).toEqual({ tenant: 'acme', traceparent: 'theirs', 'x-event-id': 'e-1' });
    expect(mergedAmqpHeaders(undefined, fields)).toEqual(fields);
  });

  it('stands among the user properties of an MQTT publish', () => {
    const options = { qos: 1, properties: { responseTopic: 'r', userProperties: { tenant: 'acme' } } };

    expect(mergedMqttOptions(options, fields)).toEqual({
      qos: 1,
      properties: { responseTopic: 'r', userProperties: { ...fields, tenant: 'acme' } },
    });
    expect(mergedMqttOptions(undefined, fields)).toEqual({ properties: { userProperties: fields } });
  });

  it('fills a new collection of NATS headers and only reads that of the application', () => {
    const given = new Map([['traceparent', ['theirs', 'too']]]);
    const merge = function (this: { options?: { headers?: object } }) {
      return new Headers(this.options?.headers as Record<string, string>);
    };

    const merged = mergedNatsHeaders(merge as never, given, fields) as Headers;

    expect(Object.fromEntries(merged)).toEqual({ traceparent: 'theirs, too', 'x-event-id': 'e-1' });
    expect([...given]).toEqual([['traceparent', ['theirs', 'too']]]);
  });

  it.each([
    ['text', { value: 'text', headers: fields }],
    [undefined, { value: undefined, headers: fields }],
    [{ a: 1 }, { value: { a: 1 }, headers: fields }],
    [{ key: 'k' }, { key: 'k', headers: fields }],
    [
      { value: 1, headers: { traceparent: 'theirs' }, partition: 2 },
      { value: 1, headers: { traceparent: 'theirs', 'x-event-id': 'e-1' }, partition: 2 },
    ],
  ])('makes a Kafka record of %j as Nest would', (data, record) => {
    expect(recordWith(data, fields)).toEqual(record);
  });

  it('keeps the class of a Kafka record', () => {
    class Entry {
      constructor(readonly value: number) {}
    }

    expect(recordWith(new Entry(1), fields)).toBeInstanceOf(Entry);
  });
});
