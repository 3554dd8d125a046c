/** A heap profile while it runs: V8 remembers, of about one object per so many bytes, which calls allocated it. */
import { heapCallTree } from './call-tree.js';
import { hotFunctions } from './hot-functions.js';
import { InspectorSession } from './inspector-session.js';
import type { HeapProfile } from './profile.js';
import type { V8HeapProfile } from './v8-profile.js';

export interface HeapContent {
  readonly kind: 'heap';
  readonly profile: V8HeapProfile;
}

export interface HeapSettings {
  readonly samplingIntervalBytes: number;
  readonly counted: HeapProfile['counted'];
}

export class HeapRecording {
  private readonly session = new InspectorSession();

  constructor({ samplingIntervalBytes, counted }: HeapSettings) {
    const withGarbage = counted === 'allocated';
    try {
      this.session.ask('HeapProfiler.enable');
      this.session.ask('HeapProfiler.startSampling', {
        samplingInterval: samplingIntervalBytes,
        includeObjectsCollectedByMajorGC: withGarbage,
        includeObjectsCollectedByMinorGC: withGarbage,
      });
    } catch (error) {
      this.session.close();
      throw error;
    }
  }

  finish(): HeapContent {
    try {
      const { profile } = this.session.ask<{ readonly profile: V8HeapProfile }>('HeapProfiler.stopSampling');
      return { kind: 'heap', profile };
    } finally {
      this.session.close();
    }
  }
}

/** Bytes by the call that allocated them. */
export function bytesByNode({ samples }: V8HeapProfile): Map<number, number> {
  const bytes = new Map<number, number>();
  for (const { nodeId, size } of samples) bytes.set(nodeId, (bytes.get(nodeId) ?? 0) + size);
  return bytes;
}

export function summarizeHeap({ profile }: HeapContent): Pick<HeapProfile, 'bytes' | 'allocators'> {
  const byNode = bytesByNode(profile);
  const total = [...byNode.values()].reduce((sum, bytes) => sum + bytes, 0);
  const allocators = hotFunctions(heapCallTree(profile), byNode).map(({ function: name, self, withCallees }) => {
    const whole = Math.max(self, withCallees);
    return { ...name, selfBytes: self, withCalleesBytes: whole, share: whole / total };
  });
  return { bytes: total, allocators };
}
