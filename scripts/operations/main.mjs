// npm run sample:operations: the decision desk under light traffic with the Prometheus and Alertmanager generated for it.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runFaults } from './fault-run.mjs';
import { ReceivedAlerts } from './received-alerts.mjs';
import { startStack } from './running-stack.mjs';
import { inColumns } from './text-table.mjs';

const usage = `Usage: npm run sample:operations -- [options]

Starts the full desk, Prometheus and Alertmanager with the generated files, prints their addresses and each alert that
arrives. Ctrl-C ends all.

  --short        everything thirty times faster: windows of rules, "for", and intervals down to a second
  --faults       make the desk faulty in stages, print after how long each alert arrives and is over, and end
  --report FILE  write what --faults found, and every alert that came, as JSON
`;

/** Of --short: five minutes are ten seconds, an hour two minutes. */
const shortFactor = 30;
/** More than the desk's own, so that each fault is met often enough. */
const faultTraffic = { TRAFFIC_USERS: '16', TRAFFIC_RPS: '10', QUESTIONS_PER_MINUTE: '60' };

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    faults: { type: 'boolean', default: false },
    report: { type: 'string' },
    help: { type: 'boolean', default: false, short: 'h' },
  },
});
const ended = new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => resolve(0));
});

if (values.help) say(usage);
// Whatever still waits for an answer or an alert need not wait any longer.
else process.exit(await main().catch(fail));

async function main() {
  const factor = values.short ? shortFactor : 1;
  const received = new ReceivedAlerts();
  const onAlert = (alert) => {
    received.note(alert);
    say(lineOf(alert));
  };
  const stack = await startStack({ factor, env: deskEnvironment(), onAlert });
  try {
    for (const [name, url] of Object.entries(stack.urls)) say(`${name}: ${url}`);
    const work = values.faults ? [runFaults({ desk: stack.urls.desk, received, factor, say })] : [];
    const rows = await Promise.race([ended, stack.untilItFails, ...work]);
    return rows === 0 ? 0 : report(rows, received);
  } finally {
    await stack.stop();
  }
}

/** Nobody reads its lines here. */
function deskEnvironment() {
  const defaults = { FAULTS: 'on', ENVIRONMENT: 'production', LOG_LEVEL: 'warn' };
  return { ...defaults, ...(values.faults && faultTraffic), ...process.env };
}

function report(rows, received) {
  if (values.report !== undefined)
    writeFileSync(values.report, `${JSON.stringify({ rows, alerts: received.all }, null, 2)}\n`);
  const cell = (seconds) => (seconds === undefined ? 'never' : seconds.toFixed(1));
  const lines = rows.map(({ alert, faults, firedSeconds, overSeconds }) => [
    alert,
    faults.join(', '),
    cell(firedSeconds),
    cell(overSeconds),
  ]);
  say(inColumns([['alert', 'faults', 'arrives after, s', 'over after, s'], ...lines]));
  return rows.every(({ overSeconds }) => overSeconds !== undefined) ? 0 : 1;
}

function lineOf({ status, labels, annotations }) {
  const { runbook_url: runbook, dashboard_url: dashboard } = annotations;
  return `${status} ${labels.alertname} (${labels.severity}): ${annotations.summary} [${runbook}, ${dashboard}]`;
}

function fail({ message }) {
  process.stderr.write(`${message}\n`);
  return 1;
}

function say(text) {
  process.stdout.write(`${text.trimEnd()}\n`);
}
