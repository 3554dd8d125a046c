/** One profile as what its flame graph is drawn from. */
import { notKept } from '../../endpoints/index.js';
import type { FunctionName, Profile, ProfileCalls, ProfilingService } from '../../profiling/index.js';
import type { ConsoleResource } from '../resource.js';
import type { ProfileAnswer, ProfileFrame } from '../shapes/index.js';
import { profileRow } from './profile-row.js';
import { ranSpans } from './ran-spans.js';

/** `?id=` */
export function profileResource(service: ProfilingService): ConsoleResource {
  return {
    name: 'profile',
    read: async (query) => {
      const id = query.get('id') ?? '';
      const profile = service.list().find((one) => one.id === id);
      const calls = profile && (await service.calls(id));
      if (profile === undefined || calls === undefined) throw noSuchProfile(id);
      return profileAnswer(profile, calls);
    },
  };
}

export function noSuchProfile(id: string): Error {
  return notKept('There is no such profile in memory', id);
}

function profileAnswer(profile: Profile, calls: ProfileCalls): Omit<ProfileAnswer, 'version'> {
  const { functions, nodes, samples, activities } = calls;
  return {
    profile: profileRow(profile),
    folder: process.cwd(),
    frames: functions.map(frameOf),
    nodes: { frame: nodes.function, parent: nodes.caller, self: nodes.self },
    ...(samples === undefined ? { samples: null, spans: [] } : ranSpans(samples, activities)),
  };
}

function frameOf({ name, file, line, isInApp }: FunctionName): ProfileFrame {
  return { name, file: file ?? null, line: line ?? null, isInApp };
}
