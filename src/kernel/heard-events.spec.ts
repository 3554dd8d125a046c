import { ROOT_CONTEXT } from '@opentelemetry/api';
import { hasHeard, hearing } from './heard-events.js';

it('the work of a listener is a consequence of each event that led there', () => {
  const ofLog = hearing(ROOT_CONTEXT, 'log');
  const ofMetric = hearing(ofLog, 'metric');

  const heard = [ROOT_CONTEXT, ofLog, ofMetric].map((ambient) =>
    (['log', 'metric', 'operation.end'] as const).filter((event) => hasHeard(ambient, event)),
  );

  expect(heard).toEqual([[], ['log'], ['log', 'metric']]);
});
