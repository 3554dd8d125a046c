/** CHANGELOG.md by Keep a Changelog: what waits under `Unreleased` becomes a version. */
const UNRELEASED = '## Unreleased\n';

/** What the next version would say; empty where nothing waits. */
export function unreleasedNotes(changelog) {
  return notesUnder(changelog, UNRELEASED);
}

export function notesOf(changelog, version) {
  const heading = changelog.split('\n').find((line) => line.startsWith(`## ${version} - `));
  return heading === undefined ? '' : notesUnder(changelog, `${heading}\n`);
}

/** @param date of the release, `2027-01-31` */
export function released(changelog, version, date) {
  return changelog.replace(UNRELEASED, () => `${UNRELEASED}\n## ${version} - ${date}\n`);
}

function notesUnder(changelog, heading) {
  const [, rest = ''] = changelog.split(heading);
  return rest.split(/^## /m)[0].trim();
}
