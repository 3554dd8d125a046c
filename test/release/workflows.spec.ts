/** What `.github/workflows` runs: whatever comes from elsewhere has a major version, and only the release may speak for the package. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const FOLDER = join(__dirname, '../../.github/workflows');

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { readonly uses?: string; readonly run?: string }[] }>
  >;
}

function workflow(file: string): Workflow {
  return parse(readFileSync(join(FOLDER, file), 'utf8')) as Workflow;
}

const stepsOf = (file: string) => Object.values(workflow(file).jobs).flatMap(({ steps }) => steps);
const commandsOf = (file: string) => stepsOf(file).flatMap(({ run = [] }) => run);

describe('the workflows', () => {
  it.each(readdirSync(FOLDER))('use actions of a major version: %s', (file) => {
    const actions = stepsOf(file).flatMap(({ uses = [] }) => uses);

    expect(actions.filter((action) => !/@v\d+$/.test(action))).toEqual([]);
    expect(actions).not.toEqual([]);
  });

  it('let CI read only, and run what everybody runs', () => {
    expect(workflow('ci.yml').permissions).toEqual({ contents: 'read' });
    expect(commandsOf('ci.yml')).toEqual(['.ci/run']);
  });

  it('let the release alone ask for an id-token, and publish as the last thing', () => {
    expect(workflow('release.yml').permissions).toEqual({ contents: 'read', 'id-token': 'write' });
    expect(commandsOf('release.yml').at(-1)).toBe('npm run release -- publish');
  });
});
