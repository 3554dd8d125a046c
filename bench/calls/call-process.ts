/** One process that sets its contenders up, measures them and tells its parent. */
import { measureCallBytes } from './call-bytes.js';
import { measureCallTimes, type CallTime } from './call-times.js';
import { setUps, type SetUpName } from './set-ups/index.js';
import type { SetUp } from './set-ups/set-up.js';

export interface TimesTold {
  readonly sync: Readonly<Record<string, CallTime>>;
  readonly async: Readonly<Record<string, CallTime>>;
  readonly proof: string;
}

export type BytesTold = Readonly<Record<string, number>>;

async function tellTimes(setUp: SetUp, rounds: number): Promise<TimesTold> {
  const sync = await measureCallTimes(setUp, 'sync', rounds);
  const async = await measureCallTimes(setUp, 'async', rounds);
  const made = [...sync.subjects, ...async.subjects].map((subject) => subject.made);
  const proof = await setUp.prove(made.filter(({ contender }) => contender.name !== 'nothing'));
  return { sync: sync.times, async: async.times, proof };
}

async function main([name, what, rounds]: readonly string[]): Promise<void> {
  const setUp = await setUps[name as SetUpName]();
  process.once('message', () => void setUp.close().then(() => process.disconnect()));
  process.send!(what === 'bytes' ? await measureCallBytes(setUp) : await tellTimes(setUp, Number(rounds)));
}

/** By hand, since a library that is measured may keep a process alive that has failed. */
function fail(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}

main(process.argv.slice(2)).catch(fail);
