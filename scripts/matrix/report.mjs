// The table of a run: a row per cell, the result of each step, and below it where to read on for what failed.
import { inColumns } from '../operations/text-table.mjs';
import { isGreen, secondsOf } from './results.mjs';

export function describeResults(results) {
  const failed = results.filter((result) => !isGreen(result));
  const kinds = [...new Set(results.map(stepNames))];
  const tables = kinds.map((kind) => tableOf(results.filter((result) => stepNames(result) === kind)));
  const sum = `${results.length - failed.length} of ${results.length} green`;
  return [...tables.map((table) => `${table}\n`), sum, ...failed.map(({ cell, output }) => `${cell}: ${output}`)].join(
    '\n',
  );
}

const stepNames = ({ steps }) => steps.map(({ name }) => name).join();

/** Of results with the same steps. What has no dimensions has a name. */
function tableOf(results) {
  const [first] = results;
  const rows = results.map((result) => [
    ...partsOf(result).map(({ value }) => value),
    ...result.steps.map(describeStep),
    String(secondsOf(result)),
  ]);
  return inColumns([
    [...partsOf(first).map(({ name }) => name), ...first.steps.map(({ name }) => name), 'seconds'],
    ...rows,
  ]);
}

function partsOf({ cell }) {
  if (!cell.includes('=')) return [{ name: '', value: cell }];
  return cell.split(' ').map((assignment) => ({ name: assignment.split('=')[0], value: assignment.split('=')[1] }));
}

const describeStep = ({ result, seconds }) => (result === '-' ? result : `${result} ${seconds}`);
