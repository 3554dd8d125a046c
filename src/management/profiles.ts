/** Profiles: what was taken, one of them as a file, and the begin and end of another. */
import { DownloadAnswer, problemOf, type RequestFields } from '../endpoints/index.js';
import type { Diagnostics } from '../kernel/index.js';
import { ProfilingService, type ProfileFormat, type Profiling } from '../profiling/index.js';
import type { Resource } from './resource.js';

const FORMATS: readonly ProfileFormat[] = ['v8', 'pprof', 'collapsed'];
const MAX_DURATION_MS = 600_000;

export class Profiles implements Resource {
  readonly name = 'profiles';
  private readonly profiles: ProfilingService;

  constructor(
    profiling: Profiling,
    private readonly diagnostics: Diagnostics,
  ) {
    this.profiles = new ProfilingService(profiling);
  }

  /** `?id=` for one, `?id=&format=v8`, `pprof` or `collapsed` for its file. */
  read(query: URLSearchParams): object | Promise<object> {
    const id = query.get('id');
    if (id === null) return { running: this.profiles.running() ?? null, profiles: this.profiles.list() };
    const format = query.get('format');
    if (format !== null) return this.file(id, format);
    const profile = this.profiles.list().find((one) => one.id === id);
    if (profile === undefined) throw noSuchProfile(id);
    return { profile };
  }

  /** `{ action: 'start', kind: 'cpu' | 'heap', durationMs? }` or `{ action: 'stop' }` */
  async change(fields: RequestFields): Promise<object> {
    if (fields.word('action', ['start', 'stop']) === 'stop') return this.stop(fields);
    const kind = fields.word('kind', ['cpu', 'heap']);
    const durationMs = fields.number('durationMs', 1, MAX_DURATION_MS);
    fields.done();
    const { running, done } = this.profiles.begin(kind, durationMs === undefined ? {} : { durationMs });
    // What is refused is refused at once; of later trouble nobody waits to hear.
    done.catch((error: unknown) => this.diagnostics.failed('management', 'profile', error));
    return { running };
  }

  private async stop(fields: RequestFields): Promise<object> {
    fields.done();
    return { stopped: (await this.profiles.stop()) ?? null };
  }

  private async file(id: string, format: string): Promise<DownloadAnswer> {
    if (!FORMATS.includes(format as ProfileFormat))
      throw problemOf(400, 'There is no such format', `use ${FORMATS.join(', ')}`, format);
    const file = await this.profiles.file(id, format as ProfileFormat);
    if (file === undefined) throw noSuchProfile(id);
    return new DownloadAnswer(file);
  }
}

function noSuchProfile(id: string): Error {
  return problemOf(404, 'There is no such profile', 'ask for the list', id);
}
