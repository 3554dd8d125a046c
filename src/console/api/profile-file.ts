/** A profile as a file for another tool: `v8` for Chrome and VS Code, `pprof`, or `collapsed` stacks. */
import { DownloadAnswer, problemOf } from '../../endpoints/index.js';
import type { ProfileFormat, ProfilingService } from '../../profiling/index.js';
import type { ConsoleResource } from '../resource.js';
import { noSuchProfile } from './profile.js';

const FORMATS: readonly ProfileFormat[] = ['v8', 'pprof', 'collapsed'];

/** `?id=&format=` */
export function profileFileResource(service: ProfilingService): ConsoleResource {
  return {
    name: 'profile-file',
    read: async (query) => {
      const id = query.get('id') ?? '';
      const file = await service.file(id, formatOf(query.get('format') ?? 'v8'));
      if (file === undefined) throw noSuchProfile(id);
      return new DownloadAnswer(file);
    },
  };
}

function formatOf(text: string): ProfileFormat {
  const format = FORMATS.find((one) => one === text);
  if (format === undefined) throw problemOf(400, 'There is no such format', `use ${FORMATS.join(', ')}`, text);
  return format;
}
