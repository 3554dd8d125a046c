import { Injectable, Scope } from '@nestjs/common';
import { channel } from 'node:diagnostics_channel';
import { OnTelemetry } from 'nestjs-observability';
import { closeApplications, platforms, startApplication } from '../support/application.js';

const CHANNELS = ['http.client.request.created', 'http.client.response.finish', 'child_process'];
const watched = (): readonly string[] => CHANNELS.filter((name) => channel(name).hasSubscribers);

@Injectable({ scope: Scope.REQUEST })
class ScopedWatch {
  @OnTelemetry('log')
  said(): void {}
}

afterEach(closeApplications);

it.each(platforms)('an application on %s that is refused lets go of what it had begun to watch', async (platform) => {
  const application = await startApplication({ platform });
  const whileRunning = watched();
  await application.close();

  await expect(startApplication({ platform, providers: [ScopedWatch] })).rejects.toThrow('@OnTelemetry stands on');

  expect(whileRunning).not.toEqual([]);
  expect(watched()).toEqual([]);
});
