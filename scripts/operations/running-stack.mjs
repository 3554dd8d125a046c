// The desk with Prometheus and Alertmanager as they were generated for it, without containers: Debian's programs, on free
// ports of 127.0.0.1, in a folder that goes with them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePorts } from '../services/free-ports.mjs';
import { writeConfiguration } from './configuration.mjs';
import { Program } from './program.mjs';
import { startWebhook } from './webhook.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const operations = join(root, 'sample/02-decision-desk/operations');
const desk = join(root, 'sample/dist/02-decision-desk/main.js');
const readyTimeoutMs = 90_000;
const betweenQuestionsMs = 200;
/** As often as Kubernetes does unless told otherwise. */
const betweenProbesMs = 10_000;

/**
 * @param wishes { factor, env, onAlert }: how many times faster rules and intervals are, the desk's environment, and who is
 *   told of alerts
 * @returns { urls, untilItFails, stop }, all programs ready
 */
export async function startStack({ factor, env, onAlert }) {
  const webhook = await startWebhook(onAlert);
  const [deskPort, ...ports] = await freePorts(3);
  const [prometheus, alertmanager] = ports.map((port) => `127.0.0.1:${port}`);
  const addresses = { desk: `127.0.0.1:${deskPort}`, prometheus, alertmanager, webhook: webhook.address };
  const folder = mkdtempSync(join(tmpdir(), 'observability-operations-'));
  writeConfiguration({ operations, folder, addresses, factor });
  const programs = startPrograms(folder, addresses, { ...env, PORT: String(deskPort) });
  const untilItFails = Promise.race(programs.map((program) => program.untilItFails()));
  const stop = async () => {
    await Promise.all(programs.map((program) => program.stop()));
    webhook.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await Promise.race([untilReady(addresses), untilItFails]);
    probeAgainAndAgain(addresses);
    return { urls: urlsOf(addresses), untilItFails, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startPrograms(folder, { prometheus, alertmanager }, deskEnv) {
  return [
    new Program('The desk', process.execPath, [desk], deskEnv),
    new Program('Prometheus', 'prometheus', [
      `--config.file=${join(folder, 'prometheus/prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'samples')}`,
      `--web.listen-address=${prometheus}`,
      '--enable-feature=exemplar-storage',
    ]),
    new Program('Alertmanager', 'prometheus-alertmanager', [
      `--config.file=${join(folder, 'alertmanager/alertmanager.yml')}`,
      `--storage.path=${join(folder, 'alerts')}`,
      `--web.listen-address=${alertmanager}`,
      '--cluster.listen-address=',
    ]),
  ];
}

function urlsOf({ desk: deskAddress, prometheus, alertmanager }) {
  return {
    desk: `http://${deskAddress}`,
    metrics: `http://${deskAddress}/metrics`,
    prometheus: `http://${prometheus}`,
    alertmanager: `http://${alertmanager}`,
  };
}

async function untilReady({ desk: deskAddress, prometheus, alertmanager }) {
  const probes = [`${deskAddress}/health/ready`, `${prometheus}/-/ready`, `${alertmanager}/-/ready`];
  await Promise.all(probes.map((probe) => answers(`http://${probe}`)));
}

/** Checks of health run for those who ask. */
function probeAgainAndAgain({ desk: deskAddress }) {
  const probe = () => fetch(`http://${deskAddress}/health/ready`).catch(() => undefined);
  setInterval(probe, betweenProbesMs).unref();
}

async function answers(url) {
  const deadlineMs = performance.now() + readyTimeoutMs;
  while (performance.now() < deadlineMs) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await delay(betweenQuestionsMs);
  }
  throw new Error(`No answer from ${url} in ${readyTimeoutMs} ms`);
}
