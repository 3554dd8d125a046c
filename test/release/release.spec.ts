/** `npm run release`, on repositories of their own; nothing is pushed or published. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const SCRIPT = join(__dirname, '../../scripts/release.mjs');

const CHANGELOG = `# Changelog

## Unreleased

### Added

- \`@Timed()\` for *everything*.

## 0.1.0 - 2026-01-31

### Added

- The first version.
`;

let folder: string;

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
}

function write(file: string, content: string | object): void {
  const text = typeof content === 'string' ? content : `${JSON.stringify(content, undefined, 2)}\n`;
  writeFileSync(join(folder, file), text);
}

function read(file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

/** Outside of any CI, unless the environment says otherwise. */
function release(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const { CI: _ci, ACTIONS_ID_TOKEN_REQUEST_URL: _url, ...env } = process.env;
  const ran = spawnSync(process.execPath, [SCRIPT, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...env, ...environment },
  });
  return { status: ran.status, output: ran.stdout + ran.stderr };
}

/** Everything that a release may change. */
function state(): readonly string[] {
  return [git('rev-parse', 'HEAD'), git('tag', '--list'), git('status', '--porcelain'), read('CHANGELOG.md')];
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'release-'));
  git('init', '--quiet', '--initial-branch', 'main');
  git('config', 'user.name', 'Somebody');
  git('config', 'user.email', 'somebody@localhost');
  const repository = { type: 'git', url: 'git+https://git.localhost/shop.git' };
  write('package.json', { name: 'shop', version: '0.1.0', repository, author: 'Somebody' });
  write('package-lock.json', { name: 'shop', version: '0.1.0', packages: { '': { version: '0.1.0' } } });
  write('CHANGELOG.md', CHANGELOG);
  mkdirSync(join(folder, '.ci'));
  write('.ci/run', 'set -e\nstep npm ci\nstep npm test\n');
  git('add', '.');
  git('commit', '--quiet', '--message', 'feat: begin');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a release', () => {
  it('sets the version, dates the changelog, commits and tags with its notes', () => {
    const { status } = release(['minor']);

    const today = new Date().toISOString().slice(0, 10);
    expect(status).toBe(0);
    expect(JSON.parse(read('package.json'))).toMatchObject({ name: 'shop', version: '0.2.0' });
    expect(JSON.parse(read('package-lock.json'))).toEqual({
      name: 'shop',
      version: '0.2.0',
      packages: { '': { version: '0.2.0' } },
    });
    expect(read('CHANGELOG.md')).toBe(CHANGELOG.replace('## Unreleased\n', `## Unreleased\n\n## 0.2.0 - ${today}\n`));
    expect(git('log', '-1', '--format=%s')).toBe('release: 0.2.0');
    expect(git('status', '--porcelain')).toBe('');
    expect(git('tag', '--points-at', 'HEAD')).toBe('v0.2.0');
    expect(git('tag', '--list', '--format=%(contents)')).toBe('0.2.0\n\n### Added\n\n- `@Timed()` for *everything*.');
  });

  it.each([
    ['patch', '0.1.1'],
    ['minor', '0.2.0'],
    ['major', '1.0.0'],
    ['3.4.5', '3.4.5'],
  ])('of %s after 0.1.0 is %s', (wanted, version) => {
    expect(release([wanted, '--dry-run']).output).toContain(`0.1.0 → ${version}, tag v${version}`);
  });

  it('may be the first, of the version that stands there', () => {
    write('CHANGELOG.md', CHANGELOG.slice(0, CHANGELOG.indexOf('## 0.1.0')));
    git('commit', '--quiet', '--all', '--message', 'docs: nothing was released');

    expect(release(['0.1.0']).status).toBe(0);
    expect(git('tag', '--points-at', 'HEAD')).toBe('v0.1.0');
  });

  it('tried dry shows everything, what CI has to pass too, and changes nothing', () => {
    const before = state();

    const { status, output } = release(['minor', '--dry-run']);

    expect(status).toBe(0);
    for (const part of [
      '0.1.0 → 0.2.0, tag v0.2.0',
      '- `@Timed()` for *everything*.',
      'Written are package.json, CHANGELOG.md, package-lock.json.',
      '.ci/run has to pass:\n  npm ci\n  npm test',
      'Nothing was changed: this was a dry run.',
    ])
      expect(output).toContain(part);
    expect(state()).toEqual(before);
  });

  it('is refused with every reason at once', () => {
    write('CHANGELOG.md', CHANGELOG.replace('### Added\n\n- `@Timed()` for *everything*.\n\n', ''));
    git('switch', '--quiet', '--create', 'work');
    git('tag', 'v0.1.0');
    const before = state();

    const { status, output } = release(['0.1.0']);

    expect(status).toBe(1);
    for (const reason of [
      'the tree has changes. Fix:',
      'this is not main but work. Fix: git switch main.',
      '0.1.0 is not after 0.1.0. Fix:',
      'there is a tag v0.1.0. Fix:',
      'CHANGELOG.md has nothing under Unreleased. Fix:',
    ])
      expect(output).toContain(reason);
    expect(state()).toEqual(before);
  });

  it.each([[[]], [['tomorrow']], [['1.2']], [['minor', 'major']]])('does not guess what %j means', (args) => {
    const { status, output } = release(args);

    expect([status, output]).toEqual([2, expect.stringContaining('npm run release -- patch | minor | major | x.y.z')]);
  });
});

describe('publishing', () => {
  const inCi = { CI: 'true', ACTIONS_ID_TOKEN_REQUEST_URL: 'https://token.localhost' };

  /** Stands in for npm, and says what it was asked. */
  function fakeNpm(): Readonly<Record<string, string>> {
    const bin = mkdtempSync(join(folder, '.git/bin-'));
    writeFileSync(join(bin, 'npm'), '#!/bin/sh\necho "npm was asked: $*"\n', { mode: 0o755 });
    return { PATH: bin + delimiter + process.env['PATH'] };
  }

  it('asks npm for provenance, in CI with an id-token and of a tagged version', () => {
    release(['minor']);

    const { status, output } = release(['publish'], { ...inCi, ...fakeNpm() });

    expect(status).toBe(0);
    expect(output).toContain('npm was asked: publish --provenance --access public');
  });

  it('tried dry asks npm nothing', () => {
    release(['minor']);

    const { status, output } = release(['publish', '--dry-run'], { ...inCi, ...fakeNpm() });

    expect([status, output]).toEqual([0, expect.stringContaining('Nothing was published: this was a dry run.')]);
    expect(output).not.toContain('npm was asked');
  });

  it('is explained wherever else it is tried', () => {
    write('package.json', { name: 'shop', version: '0.3.0' });

    const { status, output } = release(['publish'], fakeNpm());

    expect(status).toBe(1);
    for (const reason of [
      'this is no CI run with an id-token, without which npm cannot prove where a package comes from. Fix: push v0.3.0, and .github/workflows/release.yml publishes it.',
      'package.json names no repository. Fix:',
      'package.json names no author. Fix:',
      'the commit has no tag v0.3.0. Fix:',
      'the tree has changes. Fix:',
      'CHANGELOG.md does not know 0.3.0. Fix:',
    ])
      expect(output).toContain(reason);
    expect(output).not.toContain('npm was asked');
  });
});
