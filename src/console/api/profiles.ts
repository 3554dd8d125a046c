/** Profiles: what was taken, what runs, and the begin and end of one. */
import type { RequestFields } from '../../endpoints/index.js';
import type { Diagnostics } from '../../kernel/index.js';
import { ProfilingService, type Profiling } from '../../profiling/index.js';
import type { ConsoleResource } from '../resource.js';
import type { ProfilesAnswer } from '../shapes/index.js';
import { profileFileResource } from './profile-file.js';
import { profileResource } from './profile.js';
import { profileRow, runningRow } from './profile-row.js';

export interface ProfileSurroundings {
  /** Undefined while profiles are off: then nothing is listed, and everything else is refused. */
  readonly profiling: Profiling | undefined;
  readonly diagnostics: Diagnostics;
  readonly config: { readonly console: { readonly maxProfiles: number } };
}

const MIN_DURATION_MS = 1_000;
const MAX_DURATION_MS = 30_000;

export function profileResources(surroundings: ProfileSurroundings): readonly ConsoleResource[] {
  const service = new ProfilingService(surroundings.profiling);
  return [new ProfilesResource(service, surroundings), profileResource(service), profileFileResource(service)];
}

class ProfilesResource implements ConsoleResource {
  readonly name = 'profiles';

  constructor(
    private readonly service: ProfilingService,
    private readonly surroundings: ProfileSurroundings,
  ) {}

  read(): Omit<ProfilesAnswer, 'version'> {
    const { maxProfiles } = this.surroundings.config.console;
    const profiles = this.service.list().slice(0, maxProfiles).map(profileRow);
    return { running: runningRow(this.service.running()), profiles };
  }

  /** `{ action: 'start', kind: 'cpu' | 'heap', durationMs }`, `{ action: 'stop' }` or `{ action: 'remove', id }` */
  async change(fields: RequestFields): Promise<object> {
    await this[fields.word('action', ['start', 'stop', 'remove'])](fields);
    return this.read();
  }

  private start(fields: RequestFields): void {
    const kind = fields.word('kind', ['cpu', 'heap']);
    const durationMs = fields.number('durationMs', MIN_DURATION_MS, MAX_DURATION_MS);
    fields.done();
    const { done } = this.service.begin(kind, durationMs === undefined ? {} : { durationMs });
    done.catch((error: unknown) => this.surroundings.diagnostics.failed('console', 'profile', error));
  }

  private async stop(fields: RequestFields): Promise<void> {
    fields.done();
    await this.service.stop();
  }

  private remove(fields: RequestFields): void {
    const id = fields.name('id') ?? '';
    fields.done();
    // Not there any more is what was asked for.
    this.service.remove(id);
  }
}
