/** Questions to a real server, some at a time; afterwards it still serves, and its log is lines of JSON. */
import type { Trial } from '../../harness/trial.js';
import { Chance, seedOf } from '../inputs/chance.js';
import { shown } from '../target.js';
import { questionKinds, type QuestionKind } from './questions.js';
import { openShop, type Shop } from './shop.js';

const AT_ONCE = 4;
/** Of each kind, whatever time there is. */
const LEAST = 100;

export async function runQuestions(trial: Trial): Promise<void> {
  const shop = await openShop();
  let attempts = 0;
  const work = async (): Promise<void> => {
    while (attempts < LEAST * questionKinds.length || trial.hasTime()) {
      const attempt = attempts++;
      // oxlint-disable-next-line no-await-in-loop -- one after the other is what keeps the server from drowning
      await askOnce(trial, shop, questionKinds[attempt % questionKinds.length]!, attempt);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const { status } = await shop.ask({ path: '/orders/7' });
  trial.expect('fuzz.requests', status === 200, `afterwards it answers ${status}`, `seed ${trial.seed}`);
  trial.expect(
    'fuzz.requests',
    shop.brokenLines.length === 0,
    'the log has lines that are no JSON',
    shown(shop.brokenLines),
  );
  await shop.close();
}

async function askOnce(trial: Trial, shop: Shop, kind: QuestionKind, attempt: number): Promise<void> {
  const attackClass = `fuzz.${kind.name}`;
  const question = kind.make(new Chance(seedOf(trial.seed, kind.name, attempt)));
  const fault = await faultOf(shop, kind, question);
  trial.expect(attackClass, fault === undefined, fault ?? '', shown(question));
}

async function faultOf(
  shop: Shop,
  kind: QuestionKind,
  question: Parameters<Shop['ask']>[0],
): Promise<string | undefined> {
  try {
    return kind.fault(await shop.ask(question), question);
  } catch (error) {
    return `it fails: ${String(error)}`;
  }
}
