/**
 * Errors: what was thrown and what was captured by hand is what the groups of the console add up to, group by group, and what the
 * fingerprints in the log say.
 */
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ObservabilityService } from 'nestjs-observability';
import { Patience } from './accounting/patience.js';
import { startDesk, type ObservedDesk } from './desk.js';
import { Client } from './http/client.js';
import { tell, type Attempt } from './subject.js';
import { askConsole, CONSOLE } from './ways/console.js';

const ATTACK_CLASS = 'conservation.errors';
const FAILURES = 120;
const KINDS = ['stock', 'price', 'customer'] as const;

class StockError extends Error {}
class PriceError extends TypeError {}
class CustomerError extends RangeError {}

/** Each from a line of its own, so that each is a group of its own. */
const throwers: Readonly<Record<(typeof KINDS)[number], (id: string) => never>> = {
  stock: (id) => {
    throw new StockError(`no shelf for order ${id}`);
  },
  price: (id) => {
    throw new PriceError(`no price for order ${id}`);
  },
  customer: (id) => {
    throw new CustomerError(`no customer for order ${id}`);
  },
};
const CLASSES = { stock: 'StockError', price: 'PriceError', customer: 'CustomerError' } as const;

@Controller('failures')
class FailuresController {
  constructor(@Inject(ObservabilityService) private readonly observability: ObservabilityService) {}

  @Get('thrown/:kind/:id')
  thrown(@Param('kind') kind: keyof typeof throwers, @Param('id') id: string): never {
    return throwers[kind](id);
  }

  /** Captured once, however often it is told. */
  @Get('captured/:kind/:id')
  captured(@Param('kind') kind: keyof typeof throwers, @Param('id') id: string): void {
    try {
      throwers[kind](id);
    } catch (error) {
      this.observability.captureError(error);
      this.observability.captureError(error);
    }
  }
}

export async function errors(attempt: Attempt): Promise<void> {
  const written: string[] = [];
  const destination = { write: (text: string) => void written.push(...text.split('\n').filter(Boolean)) };
  const desk = await startDesk({
    platform: attempt.round % 2 === 0 ? 'express' : 'fastify',
    controllers: [FailuresController],
    observability: { ...CONSOLE, logs: { level: 'error', destination, pretty: false } },
  });
  try {
    const failures = await fail(attempt, desk);
    const wrong = await new Patience().until(async () => [
      ...differences('the console', failures.all, await groupsInConsole(desk)),
      ...differences('the log', failures.thrown, fingerprintsIn(written)),
    ]);
    tell(attempt, { attackClass: ATTACK_CLASS, compared: FAILURES, wrong });
  } finally {
    await desk.close();
  }
}

type Counts = ReadonlyMap<string, number>;

async function fail(
  { dice }: Attempt,
  { port }: ObservedDesk,
): Promise<{ readonly all: Counts; readonly thrown: Counts }> {
  const client = new Client(port, 1, { opened: () => undefined, closed: () => undefined });
  const [all, thrown] = [new Map<string, number>(), new Map<string, number>()];
  for (let failure = 0; failure < FAILURES; failure++) {
    const [kind, isThrown] = [dice.pick(KINDS), dice.chance(0.6)];
    await client.ask({
      method: 'GET',
      path: `/failures/${isThrown ? 'thrown' : 'captured'}/${kind}/${dice.below(999)}`,
    });
    add(all, CLASSES[kind], 1);
    if (isThrown) add(thrown, CLASSES[kind], 1);
  }
  await client.close();
  return { all, thrown };
}

async function groupsInConsole({ metricsPort }: ObservedDesk): Promise<Counts> {
  const { groups } = await askConsole<{
    readonly groups: readonly { readonly type: string; readonly count: number }[];
  }>(metricsPort, 'errors');
  const counts = new Map<string, number>();
  for (const { type, count } of groups) add(counts, type, count);
  return counts;
}

interface Line {
  readonly target: string;
  readonly err?: { readonly type: string; readonly fingerprint: string };
}

/** Of the lines that say how requests ended, by class; one that has two fingerprints is told apart. */
function fingerprintsIn(written: readonly string[]): Counts {
  const counts = new Map<string, number>();
  const known = new Map<string, string>();
  for (const { target, err } of written.map((line) => JSON.parse(line) as Line)) {
    if (target !== 'HTTP' || err === undefined) continue;
    const first = known.get(err.type) ?? err.fingerprint;
    known.set(err.type, first);
    add(counts, first === err.fingerprint ? err.type : `${err.type} ${err.fingerprint}`, 1);
  }
  return counts;
}

function add(counts: Map<string, number>, name: string, amount: number): void {
  counts.set(name, (counts.get(name) ?? 0) + amount);
}

function differences(way: string, done: Counts, told: Counts): readonly string[] {
  return [...new Set([...done.keys(), ...told.keys()])]
    .filter((name) => done.get(name) !== told.get(name))
    .map((name) => `${way} has ${told.get(name) ?? 0} ${name}, ${done.get(name) ?? 0} were met`);
}
