/** Jest's own settings and resolver, read once for all spec files of a process. */
import type { Config } from '@jest/types';
import type { TestContext } from '@jest/test-result';
import { readConfig } from 'jest-config';
import Runtime from 'jest-runtime';

export interface JestProject {
  readonly globalConfig: Config.GlobalConfig;
  readonly config: Config.ProjectConfig;
  readonly resolver: TestContext['resolver'];
}

/** @param root where jest.config.js is */
export async function readJestProject(root: string): Promise<JestProject> {
  const { globalConfig, projectConfig: config } = await readConfig({ _: [], $0: '' }, root);
  const { resolver } = await Runtime.createContext(config, { maxWorkers: 1, watchman: false });
  return { globalConfig, config, resolver };
}
