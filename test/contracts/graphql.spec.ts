import { OperationPipeline } from 'nestjs-observability';
import { describeSource, type Act, type SourceSubject } from 'nestjs-observability/testing';
import { startShop } from '../graphql/shop.js';

const documents: Readonly<Record<Act, string>> = {
  success: '{ orders { id note } }',
  error: '{ broken }',
  abort: '{ slow }',
  timeout: '{ impatient }',
};

async function start(): Promise<SourceSubject> {
  const { app, recorder, post, desk, close } = await startShop();
  const isUnderWay = () => recorder.waitFor(() => desk.seen.some((place) => place.startsWith('slow')));
  return {
    recorder,
    pipeline: app.get(OperationPipeline),
    act: async (how) => {
      const leaving = new AbortController();
      const answer = post({ query: documents[how] }, leaving.signal);
      if (how === 'abort') {
        await isUnderWay();
        leaving.abort();
        await recorder.waitFor(({ operations }) => operations.some(({ kind }) => kind === 'http.server'));
        desk.open();
      }
      await answer.catch(() => undefined);
    },
    begin: async () => {
      void post({ query: '{ slow }' });
      await isUnderWay();
      return { release: desk.open };
    },
    close,
  };
}

describeSource('GraphQL operations', {
  kind: 'graphql.server',
  start,
  outcomes: { success: 'ok', error: 'error', abort: 'canceled', timeout: 'error' },
  // Apollo Server answers before its server closes.
  shutdown: 'ok',
});
