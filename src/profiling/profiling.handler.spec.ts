import type { OperationKind } from '../kernel/index.js';
import { ProfilingHandler } from './profiling.handler.js';
import type { RequestedProfiles } from './requested-profiles.js';

const KINDS: readonly OperationKind[] = ['http.server', 'method', 'queue.process'];

const handled = (areAwaited: boolean, isRecording: boolean): OperationKind[] => {
  const handler = new ProfilingHandler({ areAwaited } as RequestedProfiles);
  if (isRecording) handler.recording = { ended: () => undefined } as never;
  return KINDS.filter((kind) => handler.handles(kind));
};

describe('Operations', () => {
  it('concern nobody while no profile runs or waits', () => {
    expect(handled(false, false)).toEqual([]);
  });

  it('are watched where they begin while a request is waited for, and all of them while a profile runs', () => {
    expect(handled(true, false)).toEqual(['http.server']);
    expect(handled(false, true)).toEqual(KINDS);
  });

  it('are never made of calls for the sake of a profile', () => {
    expect(new ProfilingHandler({ areAwaited: true } as RequestedProfiles).wants()).toBe(false);
  });
});
