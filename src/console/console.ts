/**
 * The console of one application: a page in the browser over what the recorder remembers and the other rooms know. It answers before
 * the framework does, so that nothing of it is an operation of the application, and nothing of the application can break it.
 */
import { randomUUID } from 'node:crypto';
import { Answers, type Endpoint } from '../endpoints/index.js';
import type { NestApplication } from '../sources/index.js';
import { Access } from './access/access.js';
import { LinkEndpoint } from './access/link.endpoint.js';
import { SessionEndpoint } from './access/session.endpoint.js';
import { sessionAnswer } from './api/session.js';
import { assetEndpoints } from './static/assets.js';
import { ConsoleEndpoint } from './console.endpoint.js';
import type { ConsoleSurroundings } from './console-surroundings.js';
import { CustomPages } from './custom/custom-pages.js';
import { LiveHub } from './live/live-hub.js';
import { liveVersions } from './live/live-versions.js';
import { drawnPages, pageIds, sectionPages } from './menu.js';
import type { Recorder } from './recorder/recorder.js';
import { consoleResources } from './resources.js';

export class Console {
  readonly endpoints: readonly Endpoint[];
  private readonly processId = randomUUID();
  private readonly startedAtMs: number;
  private readonly access: Access;
  /** Everything was redacted when it was recorded. */
  private readonly answers = new Answers();
  private readonly pages: CustomPages;
  private readonly live: LiveHub;
  private url: string | undefined;

  constructor(
    private readonly surroundings: ConsoleSurroundings,
    private readonly recorder: Recorder,
  ) {
    const { config, clock, diagnostics, redactor } = surroundings;
    this.startedAtMs = Math.round(clock.toEpochMs(clock.now()));
    this.access = new Access({ config: config.console, clock, diagnostics });
    this.pages = new CustomPages({ pages: [...sectionPages, ...config.consolePages], diagnostics, redactor });
    this.live = new LiveHub({
      traces: recorder.traces,
      logs: recorder.logs,
      versions: liveVersions(recorder, surroundings.profiling),
      processId: this.processId,
      recorder: recorder.switch,
    });
    recorder.watchedBy(() => this.live.viewers > 0);
    this.endpoints = [...this.assets(), ...this.doors(), ...this.resources()];
  }

  captured(error: unknown): void {
    this.recorder.takeError(error);
  }

  /** Once the application's modules are initialised. */
  start(application: NestApplication): void {
    this.pages.start(application);
    this.recorder.start();
  }

  /**
   * Once a server listens on which the console answers.
   * @param url of that server, such as `http://localhost:3000`
   */
  listening(url: string): void {
    this.url = `${url}${this.base}`;
    if (this.access.takesLinks) this.print(this.access.firstToken());
    else this.surroundings.print(`The console is at ${this.url}`, '');
  }

  /** The application begins to stop: streams must not hold up its end. */
  draining(): void {
    this.live.close();
  }

  close(): void {
    this.live.close();
    this.recorder.close();
  }

  /** Without a slash at its end; empty at the root. */
  private get base(): string {
    const { path } = this.surroundings.config.console;
    return path === '/' ? '' : path;
  }

  private get api(): string {
    return `${this.base}/api/v1`;
  }

  private print(token: string): void {
    this.surroundings.print(`The console is at ${this.url ?? this.base}`, `#token=${token}`);
  }

  private assets(): readonly Endpoint[] {
    const { base, access, answers } = this;
    const customIds = this.surroundings.config.consolePages.map(({ id }) => id);
    return assetEndpoints({ base, pageIds: pageIds(customIds), access, answers });
  }

  /** What is open to who has no session yet. */
  private doors(): readonly Endpoint[] {
    const { api, access, answers, processId, startedAtMs } = this;
    const { config } = this.surroundings;
    const session = (): object => {
      const pages = [...drawnPages(this.surroundings), ...this.pages.entries()];
      return sessionAnswer(config, { processId, startedAtMs, pages });
    };
    return [
      new SessionEndpoint({ path: `${api}/session`, access, answers, session }),
      new LinkEndpoint({ path: `${api}/link`, access, answers, print: (token) => this.print(token) }),
    ];
  }

  private resources(): readonly Endpoint[] {
    const { api, access, answers, surroundings, recorder, live, pages, startedAtMs } = this;
    const mayChange = surroundings.config.console.changes;
    const all = consoleResources({ ...surroundings, recorder, live, pages, startedAtMs });
    return all.map((resource) => new ConsoleEndpoint(resource, { base: api, access, answers, mayChange }));
  }
}
