// The closing line of CI: what the test runs counted, added up from their JSON reports. Fails when nothing ran.
import { existsSync, readFileSync } from 'node:fs';

const suites = ['unit', 'services', 'browser', 'packaging'];
const reports = suites.map((suite) => `.cache/reports/${suite}.json`);
const results = reports.filter((file) => existsSync(file)).map((file) => JSON.parse(readFileSync(file, 'utf8')));
const sum = (key) => results.reduce((total, result) => total + result[key], 0);

const passed = sum('numPassedTests');
const failed = sum('numFailedTests');
process.stdout.write(`${passed} passed, ${failed} failed, ${sum('numPendingTests')} skipped\n`);
process.exitCode = passed > 0 && failed === 0 ? 0 : 1;
