/** What the counts of a contender say: ours must have lost nothing, of the others it is told what they did. */
import type { FieldEvidence } from './field-process.js';
import type { FieldRow } from './field-rows.js';
import { isPlausibleSample } from './proof.js';

/** @throws Error when it was not at work, and when ours was not at work throughout */
export function prove(row: FieldRow, evidence: FieldEvidence): void {
  const { sent, handled } = evidence;
  if (handled !== sent) fail(row, `${handled} of ${sent} requests handled`);
  const { sampleRatio, counters, isOurs } = row;
  if (sampleRatio > 0 && evidence.received.roots === 0) fail(row, 'nothing it exported was understood');
  if (counters !== undefined && evidence.counted === 0) fail(row, 'no request counted');
  if (isOurs === true) proveOurs(row, evidence);
}

function proveOurs(row: FieldRow, { sent, counted, calls, received, lines }: FieldEvidence): void {
  const expectedLines = row.isLogging === true ? sent : 0;
  if (counted !== sent || calls !== (row.counters?.calls && sent))
    fail(row, `${counted} requests and ${calls} calls counted of ${sent}`);
  if (!isPlausibleSample(received.roots, sent, row.sampleRatio)) fail(row, `${received.roots} traces of ${sent}`);
  if (lines !== expectedLines) fail(row, `${lines} lines for ${sent} requests`);
}

/** What all processes of a contender did, in words. */
export function describe({ sampleRatio, isLogging }: FieldRow, all: readonly FieldEvidence[]): string {
  const sum = (of: (evidence: FieldEvidence) => number | undefined) =>
    all.reduce((total, evidence) => total + (of(evidence) ?? 0), 0);
  const [first] = all;
  return [
    `${sum(({ sent }) => sent)} requests, started ${all.length} ×`,
    ...(first?.counted === undefined ? [] : [`${sum(({ counted }) => counted)} counted`]),
    ...(first?.calls === undefined ? [] : [`${sum(({ calls }) => calls)} calls counted`]),
    ...(sampleRatio > 0 ? [`${sum(({ received }) => received.roots)} traces received`] : []),
    ...(sampleRatio > 0 ? [`${sum(({ received }) => received.spans)} spans`] : []),
    ...(isLogging === true ? [`${sum(({ lines }) => lines)} lines written`] : []),
  ].join(', ');
}

function fail({ id }: FieldRow, fact: string): never {
  throw new Error(`${id}: ${fact}`);
}
