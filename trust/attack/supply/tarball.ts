/** What is published: the code and its types, and none of our tests, secrets or paths. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { checkout, packageFolder } from '../built.js';
import type { Checked } from './checked.js';

const WANTED = /^(?:dist|schematics)\/|^(?:CHANGELOG\.md|LICENSE|README\.md|package\.json)$/;
const UNWANTED = /\.spec\.|\.fixture\.|\.env|\.pem$|\.key$|\.npmrc|id_rsa|tsconfig|\.tsbuildinfo|\.log$|(?:^|\/)test\//;
const READ = /\.(?:js|mjs|json|map|ts|md)$/;
const SECRETS = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----\n[A-Za-z0-9+/]{20}/,
  /\bnpm_[A-Za-z0-9]{36}\b/,
  /\bghp_[A-Za-z0-9]{36}\b/,
  /_authToken=/,
];

export function tarballProblems(): Checked {
  const paths = publishedPaths();
  const problems = paths.flatMap((path) => [
    ...(WANTED.test(path) ? [] : [`${path} is published`]),
    ...(UNWANTED.test(path) ? [`${path} is published`] : []),
    ...contentProblems(path),
  ]);
  return {
    count: paths.length,
    problems: [...problems, ...(paths.length < 100 ? [`only ${paths.length} files`] : [])],
  };
}

/** Of the build that is tried; npm says which of a checkout's files are published. */
function publishedPaths(): readonly string[] {
  const text = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: packageFolder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 2 ** 26,
  });
  const [{ files }] = JSON.parse(text) as [{ readonly files: readonly { readonly path: string }[] }];
  return files.map(({ path }) => path);
}

function contentProblems(path: string): readonly string[] {
  if (!READ.test(path)) return [];
  const content = readFileSync(join(packageFolder, path), 'utf8');
  const places = [checkout, homedir()].filter((place) => place.length > 6 && content.includes(place));
  const secret = SECRETS.find((pattern) => pattern.test(content));
  return [
    ...places.map((place) => `${path} tells ${place}`),
    ...(secret === undefined ? [] : [`${path} holds ${secret}`]),
  ];
}
