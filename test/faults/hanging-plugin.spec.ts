/** A plugin that does not close holds neither the application nor the others. */
import { OperationPipeline } from 'nestjs-observability';
import { closeApplications, startApplication } from '../support/application.js';

afterEach(closeApplications);

it('A plugin that never closes is left behind after the time of the last flush, and counted', async () => {
  let isOtherClosed = false;
  const hanging = { name: 'hanging', room: () => ({ close: () => new Promise<void>(() => undefined) }) };
  const other = { name: 'other', room: () => ({ close: () => void (isOtherClosed = true) }) };
  const application = await startApplication({
    observability: { plugins: [other, hanging], shutdown: { flushTimeoutMs: 50 } },
  });
  const { failures } = application.app.get(OperationPipeline).diagnostics;

  await application.close();

  expect(isOtherClosed).toBe(true);
  expect([...failures.values()]).toEqual([{ labels: { handler: 'lifecycle', phase: 'close' }, value: 1 }]);
});
