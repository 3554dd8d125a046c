/** One round: a cage with canaries of every kind by every way in, and an ear at every way out. */
import { randomFrom } from '../../test/support/random.js';
import type { Trial } from '../harness/trial.js';
import { Cage, type CageSpec } from './cage/cage.js';
import { configurationSecrets } from './cage/settings.js';
import { Hatchery } from './canary/canary.js';
import { Flock } from './canary/flock.js';
import { kinds, type Kind } from './canary/kinds.js';
import { waysIn } from './ways-in/ways-in.js';
import type { WayIn } from './ways-in/way-in.js';
import type { WayOut } from './ways-out/way-out.js';
import { waysOut } from './ways-out/ways-out.js';

export interface Round {
  readonly spec: CageSpec;
  readonly seed: number;
  /** How many canaries, at most. */
  readonly count: number;
}

/** A last word is a way in as well. */
const CRASH = 'crash';
/** There Node prints the error by which a process ends, whatever is observed. */
const PRINTED_BY_NODE = 'standard error';
/** Where applications keep secrets of their own. */
const VARIABLES = ['DATABASE_PASSWORD', 'SENTRY_AUTH_TOKEN', 'AWS_SECRET_ACCESS_KEY', 'STRIPE_API_KEY'];

export async function sing(trial: Trial, { spec, seed, count }: Round): Promise<void> {
  const hatchery = new Hatchery(randomFrom(seed));
  const flock = new Flock(hatchery);
  const cage = await Cage.open(spec, hatchery, environmentWith(flock, hatchery));
  for (const name of configurationSecrets) hear(flock, `configuration, ${name}`, cage.settings.tokens[name]);
  for (const [way, kind] of chosen(hatchery, count)) await way.enter(cage, flock.hatch(kind, way.name));
  const open = await gather(cage, 'open');
  await cage.crash(flock.hatch(hatchery.pick(kinds), CRASH));
  const all = [...open, ...(await gather(cage, 'closed'))];
  cage.remove();
  for (const [way, content] of all)
    judge(trial, { way, content, flock, about: `--seed ${trial.seed} secrets: ${cage.name}` });
}

/** Each way once, and others up to the count. */
function chosen(hatchery: Hatchery, count: number): readonly (readonly [WayIn, Kind])[] {
  const all = hatchery.shuffled(pairs());
  const firsts = waysIn.map((way) => all.find(([one]) => one === way)!);
  const others = all.filter((pair) => !firsts.includes(pair));
  return [...firsts, ...others.slice(0, Math.max(0, count - firsts.length))];
}

function pairs(): (readonly [WayIn, Kind])[] {
  return waysIn.flatMap((way) => kinds.filter((kind) => way.takes?.(kind) ?? true).map((kind) => [way, kind] as const));
}

function environmentWith(flock: Flock, hatchery: Hatchery): Record<string, string> {
  return Object.fromEntries(
    VARIABLES.map((name) => {
      const secret = hatchery.text(32);
      hear(flock, `environment, ${name}`, secret);
      return [name, secret];
    }),
  );
}

function hear(flock: Flock, way: string, secret: string): void {
  flock.expect({ kind: way, text: secret, field: ['', ''], cores: [secret], witness: '' }, way);
}

async function gather(cage: Cage, when: WayOut['when']): Promise<(readonly [WayOut, Buffer])[]> {
  const ways = waysOut.filter((way) => way.when === when);
  const contents: (readonly [WayOut, Buffer])[] = [];
  for (const way of ways) contents.push([way, Buffer.concat([...(await way.gather(cage))])]);
  return contents;
}

interface Heard {
  readonly way: WayOut;
  readonly content: Buffer;
  readonly flock: Flock;
  readonly about: string;
}

/** Nothing may have come out; and something must have, or nothing was tried. */
function judge(trial: Trial, { way, content, flock, about }: Heard): void {
  const attackClass = `secrets.${way.name.replaceAll(' ', '-')}`;
  trial.tried(attackClass, flock.entered.length);
  for (const { owner, context } of flock.escapedIn(content)) {
    if (owner.way === CRASH && way.name === PRINTED_BY_NODE) continue;
    trial.lost(attackClass, `${owner.canary.kind} came in by ${owner.way}`, `${about}\n${context}`);
  }
  const witnessed = flock.witnessedIn(content).length;
  trial.figure(attackClass, 'of them seen in it', String(witnessed));
  trial.figure(attackClass, 'KiB', (content.length / 1024).toFixed());
  if (way.tellsTexts && witnessed === 0) trial.lost(attackClass, 'nothing that came in came out', about);
}
