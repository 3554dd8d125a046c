/** The package goes to npm, out of a run that can prove where it came from, and out of no other. */
import { execFileSync } from 'node:child_process';
import { notesOf } from './changelog.mjs';
import { readChangelog, readPackage } from './files.mjs';
import { problemsAmong, refuse } from './problems.mjs';
import { changedFiles, tagsHere } from './repository.mjs';

const COMMAND = ['publish', '--provenance', '--access', 'public'];

export function publish({ isDryRun, say }) {
  const { name, version, repository, author } = readPackage();
  say(`${name}@${version}: npm ${COMMAND.join(' ')}`);
  const problems = problemsOf({ version, repository, author });
  if (problems.length > 0) return refuse('Nothing was published', problems, say);
  if (isDryRun) return say('\nNothing was published: this was a dry run.');
  execFileSync('npm', COMMAND, { stdio: 'inherit' });
}

function problemsOf({ version, repository, author }) {
  const tag = `v${version}`;
  return problemsAmong([
    [
      process.env.CI !== undefined && process.env.ACTIONS_ID_TOKEN_REQUEST_URL !== undefined,
      'this is no CI run with an id-token, without which npm cannot prove where a package comes from',
      `push ${tag}, and .github/workflows/release.yml publishes it`,
    ],
    [repository !== undefined, 'package.json names no repository', 'name it: provenance is checked against it'],
    [author !== undefined, 'package.json names no author', 'name one: SECURITY.md sends people there'],
    [tagsHere().includes(tag), `the commit has no tag ${tag}`, `check out ${tag}`],
    [changedFiles() === '', 'the tree has changes', 'publish from a clean checkout'],
    [
      notesOf(readChangelog(), version) !== '',
      `CHANGELOG.md does not know ${version}`,
      'make the version with npm run release',
    ],
  ]);
}
