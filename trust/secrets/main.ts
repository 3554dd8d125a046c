/** Canaries in every cage there is: both platforms, both protocols, both formats of the log. */
import { runPart } from '../harness/run-part.js';
import type { CageSpec } from './cage/cage.js';
import { sing } from './round.js';

const cages: readonly CageSpec[] = [
  { platform: 'express', protocol: 'http/protobuf', isPretty: false },
  { platform: 'fastify', protocol: 'grpc', isPretty: true },
];
const CANARIES = { short: 400, usual: 1_500, long: 4_000 } as const;

runPart('secrets', async (trial) => {
  const count = CANARIES[trial.length];
  for (let round = 0; round === 0 || trial.hasTime(0.7); round++)
    await Promise.all(
      cages.map((spec, at) => sing(trial, { spec, count, seed: trial.seed + round * cages.length + at })),
    );
});
