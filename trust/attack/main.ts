/** The part that attacks: as a stranger, as a page in somebody's browser, as who may look, and as who sends what others read. */
import { closeApplications, platforms } from '../../test/support/application.js';
import { randomFrom } from '../../test/support/random.js';
import { runPart } from '../harness/run-part.js';
import type { Trial } from '../harness/trial.js';
import { tryAttempts } from './access/attempts.js';
import { tryComparison } from './access/comparison.js';
import { tryExposure } from './access/exposure.js';
import { tryHosts } from './access/hosts.js';
import { tryLinks } from './access/links.js';
import { tryOrigins } from './access/origins.js';
import { trySessions } from './access/sessions.js';
import { trySignedHeaders } from './access/signed-headers.js';
import { guessTokens, tryTokens } from './access/tokens.js';
import { tryBounds } from './cost/bounds.js';
import { tryPatterns } from './cost/patterns.js';
import { tryAnswers, tryNonsense } from './input/answers.js';
import { tryCommands } from './input/commands.js';
import { tryLabels } from './input/labels.js';
import { tryLines } from './input/lines.js';
import { tryMalformed, tryNoise } from './input/malformed.js';
import { tryMethods } from './input/methods.js';
import { tryOutgoing } from './input/outgoing.js';
import { startOwnShop, type OwnShop } from './input/own-shop.js';
import { tryPollution } from './input/pollution.js';
import { tryReflection } from './input/reflection.js';
import { tryTraversal } from './input/traversal.js';
import { openDoors, type Door } from './shops/doors.js';
import { trySupply } from './supply/supply.js';

runPart('attack', async (trial) => {
  tryComparison(trial);
  tryPatterns(trial);
  trySupply(trial);
  await tryExposure(trial);
  await trySessions(trial);
  await tryLinks(trial);
  await tryAttempts(trial);
  await trySignedHeaders(trial);
  await tryLines(trial);
  const doors = await openDoors();
  await tryDoors(trial, doors);
  const shops = await Promise.all(platforms.map(startOwnShop));
  for (const shop of shops) await tryInput(trial, shop);
  await goOn(trial, doors, shops);
  await closeApplications();
});

async function tryDoors(trial: Trial, doors: readonly Door[]): Promise<void> {
  await tryTokens(trial, doors);
  await tryHosts(trial, doors);
  await tryOrigins(trial, doors);
  await tryMethods(trial, doors);
  await tryMalformed(trial, doors);
}

async function tryInput(trial: Trial, shop: OwnShop): Promise<void> {
  await tryAnswers(trial, shop);
  await tryTraversal(trial, shop);
  await tryPollution(trial, shop);
  await tryReflection(trial, shop);
  await tryLabels(trial, shop);
  await tryCommands(trial, shop);
  await tryOutgoing(trial, shop);
  await tryBounds(trial, shop);
}

/** What is left of the time goes into attempts by chance. */
async function goOn(trial: Trial, doors: readonly Door[], shops: readonly OwnShop[]): Promise<void> {
  const random = randomFrom(trial.seed);
  const oneOf = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  while (trial.hasTime()) {
    await guessTokens(trial, doors, random);
    await tryNoise(trial, oneOf(doors), random);
    const shop = oneOf(shops);
    await tryNonsense(trial, shop, oneOf(shop.closedPaths), noise(random));
  }
}

function noise(random: () => number): string {
  const characters = Array.from({ length: 1 + Math.floor(random() * 40) }, () => Math.floor(random() * 0x3000));
  return String.fromCharCode(...characters);
}
