/** A version is made: looked at, written, committed and tagged. Nothing leaves this machine. */
import { readFileSync } from 'node:fs';
import { notesOf, unreleasedNotes } from './changelog.mjs';
import { filesOf, readChangelog, readPackage, write } from './files.mjs';
import { problemsAmong, refuse } from './problems.mjs';
import { branch, changedFiles, git, hasTag } from './repository.mjs';
import { isAfter, nextVersion } from './version.mjs';

const BRANCH = 'main';
const CI = '.ci/run';

/** @param wanted `patch`, `minor`, `major` or a version */
export function prepare(wanted, { isDryRun, say }) {
  const { version: current } = readPackage();
  const version = nextVersion(current, wanted);
  const release = { current, version, tag: `v${version}`, date: today(), notes: unreleasedNotes(readChangelog()) };
  announce(release, say);
  const problems = problemsOf(release);
  if (problems.length > 0) return refuse('Nothing was changed', problems, say);
  if (isDryRun) return say('\nNothing was changed: this was a dry run.');
  make(release);
  say(`\nCommitted and tagged. When ${CI} has passed:\n  git push origin ${BRANCH} ${release.tag}`);
}

function announce({ current, version, tag, date, notes }, say) {
  say(`${current} → ${version}, tag ${tag}, ${date}`);
  say(`\nCHANGELOG.md says about it:\n\n${notes}`);
  say(`\nWritten are ${[...filesOf(version, date).keys()].join(', ')}.`);
  say(`\nBefore the tag is pushed, ${CI} has to pass:\n${ciCommands().join('\n')}`);
}

function problemsOf({ current, version, tag, notes }) {
  // What stands in package.json before anything was released is released as it is.
  const isFirst = version === current && notesOf(readChangelog(), version) === '';
  return problemsAmong([
    [changedFiles() === '', 'the tree has changes', 'commit them, or put them aside'],
    [branch() === BRANCH, `this is not ${BRANCH} but ${branch() || 'no branch'}`, `git switch ${BRANCH}`],
    [isAfter(version, current) || isFirst, `${version} is not after ${current}`, 'choose a later version'],
    [!hasTag(tag), `there is a tag ${tag}`, 'choose another version'],
    [notes !== '', 'CHANGELOG.md has nothing under Unreleased', 'say there what users will notice'],
  ]);
}

function make({ version, tag, date, notes }) {
  const files = filesOf(version, date);
  write(files);
  git('add', '--', ...files.keys());
  git('commit', '--quiet', '--message', `release: ${version}`);
  // Headings of the notes are no comments here.
  git('tag', '--annotate', tag, '--cleanup=verbatim', '--message', `${version}\n\n${notes}\n`);
}

/** The steps of CI, as they stand there. */
function ciCommands() {
  const lines = readFileSync(CI, 'utf8').split('\n');
  return lines.filter((line) => line.startsWith('step ')).map((line) => line.replace('step', ' '));
}

function today() {
  return new Date().toISOString().slice(0, 10);
}
