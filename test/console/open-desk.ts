/** An application with a console whose time is moved by hand. */
import type { ObservabilityOptions } from 'nestjs-observability';
import { ManualClock } from 'nestjs-observability/testing';
import { startApplication, type ApplicationSpec, type RunningApplication } from '../support/application.js';
import { ConsoleReader, withConsole } from './console-reader.js';

export interface Desk extends RunningApplication {
  readonly clock: ManualClock;
  readonly console: ConsoleReader;
  /** One request after the other, each read to its end. */
  visit(paths: readonly string[], init?: RequestInit): Promise<void>;
}

export interface DeskSpec extends Omit<ApplicationSpec, 'observability'> {
  readonly observability?: ObservabilityOptions;
}

export async function openDesk({ observability = {}, ...spec }: DeskSpec): Promise<Desk> {
  const clock = new ManualClock();
  const plugins = [{ name: 'clock', clock }];
  const application = await startApplication({ ...spec, observability: withConsole({ plugins, ...observability }) });
  const visit: Desk['visit'] = async (paths, init) => {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    for (const path of paths) await (await application.request(path, init)).text();
  };
  return { ...application, clock, console: new ConsoleReader(application), visit };
}
