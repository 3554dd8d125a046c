import type { TelemetryRecorder } from 'nestjs-observability/testing';
import { closeApplications } from '../support/application.js';
import '../support/matchers.js';
import { startShop } from './shop.js';

afterEach(closeApplications);

describe('Resolvers', () => {
  const resolverSpans = ({ spans }: TelemetryRecorder) =>
    spans.filter(({ name }) => name.startsWith('OrdersResolver.'));

  it('have no spans by default', async () => {
    const shop = await startShop();

    await shop.post({ query: '{ orders { note } }' });

    expect(resolverSpans(shop.recorder)).toEqual([]);
  });

  it('have spans inside their operation when asked for', async () => {
    const shop = await startShop({ observability: { graphql: { resolvers: true } } });

    await shop.post({ query: '{ orders { note } }' });

    const spans = resolverSpans(shop.recorder);
    expect(new Set(spans.map(({ name }) => name))).toEqual(new Set(['OrdersResolver.orders', 'OrdersResolver.note']));
    expect(new Set(spans.map((span) => span.parentSpanContext!.spanId))).toEqual(
      new Set([shop.spanOf('query orders').spanContext().spanId]),
    );
    expect(await shop.scrape()).not.toContain('field="note"');
  });

  it('fold into one span with their number in long lists', async () => {
    const shop = await startShop({ observability: { graphql: { resolvers: true }, traces: { collapseAfter: 5 } } });

    await shop.post({ query: '{ orders(count: 100) { note } }' });

    const notes = shop.recorder.spans.filter(({ name }) => name === 'OrdersResolver.note');
    expect(notes.length).toBeLessThan(20);
    expect(shop.operations()).toHaveLength(1);
  });

  it('show their guards and interceptors as phases', async () => {
    const shop = await startShop();

    await shop.post({ query: '{ orders { id } }' });
    await shop.post({ query: '{ guarded }' });

    await expect(shop).toHaveSample(
      'interceptor_actions_total',
      { interceptor: 'PassInterceptor', action: 'handle' },
      1,
    );
    await expect(shop).toHaveSample(
      'interceptor_errors_total',
      { interceptor: 'DoorGuard', error_type: 'ForbiddenException' },
      1,
    );
  });

  it('answer, and follow each other, as without the module', async () => {
    const exchange = async (isBare: boolean) => {
      const shop = await startShop({ isBare, observability: { graphql: { resolvers: true } } });
      const answer = await shop.post({ query: '{ orders(count: 3) { id note title } guarded forbidden }' });
      return { body: await answer.text(), places: shop.desk.seen.map((place) => place.split(' ')[0]) };
    };

    expect(await exchange(false)).toEqual(await exchange(true));
  });
});
