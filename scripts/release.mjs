// Makes a version, and publishes it: npm run release -- --help
import { prepare } from './release/prepare.mjs';
import { publish } from './release/publish.mjs';
import { isStep, isVersion } from './release/version.mjs';

const USAGE = `npm run release -- patch | minor | major | x.y.z [--dry-run]
  turns Unreleased of CHANGELOG.md into the version, sets it in package.json, commits and tags; pushes nothing

npm run release -- publish [--dry-run]
  publishes the version that is checked out, with provenance; only in CI with an id-token

  --dry-run  shows everything, and changes nothing`;

const args = process.argv.slice(2);
const [wanted, ...rest] = args.filter((arg) => arg !== '--dry-run');
const settings = { isDryRun: args.includes('--dry-run'), say: (text) => process.stdout.write(`${text}\n`) };

if (wanted === '--help') settings.say(USAGE);
else if (rest.length === 0 && wanted === 'publish') publish(settings);
else if (rest.length === 0 && wanted !== undefined && (isStep(wanted) || isVersion(wanted))) prepare(wanted, settings);
else {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
}
