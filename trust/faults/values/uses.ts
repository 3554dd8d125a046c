/** What an application hands to the library while it works; none of it may come back as an error. */
import { Logger } from '@nestjs/common';
import {
  AuditService,
  eventMetadata,
  MetricsService,
  ObservabilityService,
  restoreEventMetadata,
} from 'nestjs-observability';
import { AiInstrument, getInstrument, SessionsInstrument } from 'nestjs-observability/instruments';
import type { INestApplication } from '@nestjs/common';

/** `never`, so that it fits wherever something else is wanted. */
type Use = (value: never, app: INestApplication) => unknown;

const logger = new Logger('Hostile');

export const uses: Readonly<Record<string, Use>> = {
  annotate: (value, app) => app.get(ObservabilityService).annotate(value),
  'annotate with an attribute': (value, app) => app.get(ObservabilityService).annotate({ value }),
  addEvent: (value, app) => app.get(ObservabilityService).addEvent('hostile', value),
  'addEvent with its name': (value, app) => app.get(ObservabilityService).addEvent(value),
  captureError: (value, app) => app.get(ObservabilityService).captureError(value),
  'captureError with a context': (value, app) => app.get(ObservabilityService).captureError(new Error('caught'), value),
  phase: (value, app) => app.get(ObservabilityService).phase(value, () => undefined),
  'count an amount': (value, app) => app.get(MetricsService).counter('hostile_total').inc(value),
  'count with labels': (value, app) => labelled(app).inc(value),
  'count with a label': (value, app) => labelled(app).inc({ tier: value }),
  'set a gauge': (value, app) => app.get(MetricsService).gauge('hostile_gauge').set(value),
  observe: (value, app) => app.get(MetricsService).histogram('hostile_seconds').observe(value),
  'observe in a summary': (value, app) => app.get(MetricsService).summary('hostile_summary_seconds').observe(value),
  log: (value) => logger.log(value),
  'log beside a text': (value) => logger.warn('hostile', value),
  'log as an error': (value) => logger.error('hostile', value, value),
  audit: (value, app) => app.get(AuditService).record(value),
  'audit the details': (value, app) =>
    app.get(AuditService).record({ action: 'shop.use', target: 'value', outcome: 'ok', details: value }),
  'restore metadata': (value) => restoreEventMetadata(value, { name: 'hostile' }, eventMetadata),
  'open a session': (value) => getInstrument(SessionsInstrument).open(value).close(),
  'open a session of a tier': (value) => getInstrument(SessionsInstrument).open({ tier: value }).close(),
  'observe an AI call': (value) => {
    const completion = getInstrument(AiInstrument).completion({ provider: value, model: value });
    completion.usage(value);
    completion.end();
  },
};

function labelled(app: INestApplication) {
  return app.get(MetricsService).counter('hostile_labelled_total', { labelNames: ['tier'] });
}
