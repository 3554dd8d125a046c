/** Sentry's decorator for spans, inside a span that is not sampled. Nothing leaves the process. */
import * as Sentry from '@sentry/nestjs';
import { callOnce, expectCount, type Place, type SetUp } from './set-up.js';

export async function setUpSentry(): Promise<SetUp> {
  let ratio = 0;
  let spans = 0;
  Sentry.init({
    dsn: 'http://public@127.0.0.1:9/1',
    tracesSampler: () => ratio,
    transport: () => ({ send: async () => ({}), flush: async () => true }),
    beforeSendTransaction: (transaction) => {
      spans += transaction.spans?.length ?? 0;
      return null;
    },
  });
  const insideSpan: Place = (work) => Sentry.startSpan({ name: 'bench' }, work);
  return {
    places: { unsampled: insideSpan },
    contenders: [{ name: 'sentry', decorators: [Sentry.SentryTraced()], place: 'unsampled' }],
    async prove(made) {
      await Sentry.flush();
      expectCount('spans of unsampled calls', spans, 0);
      ratio = 1;
      for (const one of made) await insideSpan(() => callOnce(one));
      await Sentry.flush();
      expectCount('spans of sampled calls', spans, made.length * 8);
      return `0 spans while unsampled, ${spans} of as many once sampled`;
    },
    close: async () => void (await Sentry.close()),
  };
}
