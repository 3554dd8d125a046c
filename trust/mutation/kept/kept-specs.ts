/** The spec files that stand loaded, bounded: those used longest ago make room. */
import { join } from 'node:path';
import type { JestProject } from './jest-project.js';
import { KeptSpec } from './kept-spec.js';
import { testIdOf } from './test-id.js';

/** A spec file with Nest and its registry holds some 50 MB. */
const MAX_KEPT = 16;

export class KeptSpecs {
  private readonly kept = new Map<string, KeptSpec>();

  constructor(
    private readonly root: string,
    private readonly project: JestProject,
  ) {}

  /** @param path relative to the root */
  async get(path: string): Promise<KeptSpec> {
    const spec = this.kept.get(path) ?? (await this.load(path));
    this.kept.delete(path);
    this.kept.set(path, spec);
    for (const oldest of [...this.kept.keys()].slice(0, -MAX_KEPT)) await this.drop(oldest);
    return spec;
  }

  /** A spec file of its own, which the caller closes. */
  async load(path: string): Promise<KeptSpec> {
    return KeptSpec.load(this.project, join(this.root, path), (title) => testIdOf(path, title));
  }

  async drop(path: string): Promise<void> {
    const spec = this.kept.get(path);
    this.kept.delete(path);
    await spec?.close();
  }

  async close(): Promise<void> {
    for (const path of this.kept.keys()) await this.drop(path);
  }
}
