/** `/metrics`: values of labels stay values, whatever is in them; paths and methods of strangers make no series. */
import type { Trial } from '../../harness/trial.js';
import { ask } from '../raw/raw-http.js';
import { HOSTILE_TEXTS } from './hostile-texts.js';
import type { OwnShop } from './own-shop.js';

const LABELS = 'attack.label';
const LABEL = String.raw`[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\n"])*"`;
const LABEL_SET = String.raw`\{(?:${LABEL}(?:,${LABEL})*)?\}`;
const NUMBER = String.raw`(?:[+-]?Inf|NaN|-?[\d.e+-]+)`;
/** Of Prometheus' text and of OpenMetrics, which may have an exemplar. */
const SAMPLE = new RegExp(
  String.raw`^[a-zA-Z_:][\w:]*(?:${LABEL_SET})? ${NUMBER}(?: # ${LABEL_SET} ${NUMBER}(?: ${NUMBER})?)?$`,
);
const META = /^# (?:HELP|TYPE|UNIT) [a-zA-Z_:][\w:]* |^# EOF$/;
const FORMATS = ['text/plain', 'application/openmetrics-text; version=1.0.0'];
const STRANGE_PATHS = 200;

export async function tryLabels(trial: Trial, shop: OwnShop): Promise<void> {
  for (const text of HOSTILE_TEXTS) {
    const encoded = encodeURIComponent(text);
    await ask(shop.port, { target: `/goods/count?text=${encoded}` });
    await ask(shop.port, { target: `/goods/${encoded}` });
  }
  for (const accept of FORMATS) tryExposition(trial, await shop.scrape(accept), accept);
  await tryStrangers(trial, shop);
}

function tryExposition(trial: Trial, text: string, accept: string): void {
  for (const line of text.split('\n').filter(Boolean)) {
    const isHeld = SAMPLE.test(line) || META.test(line);
    trial.expect(LABELS, isHeld && !line.startsWith('forged'), `a line is none: ${line.slice(0, 200)}`, accept);
  }
}

/** Neither what no route answers nor a method that nobody knows is a label of its own. */
async function tryStrangers(trial: Trial, shop: OwnShop): Promise<void> {
  const before = seriesOf(await shop.scrape());
  for (let count = 0; count < STRANGE_PATHS; count++) {
    const method = ['GET', 'PROPFIND', 'MKCOL', 'PURGE', 'LOCK'][count % 5]!;
    await ask(shop.port, {
      method,
      target: `/strange/${count}?x=${count}`,
      headers: [['X-Request-Id', `stranger-${count}`]],
    });
  }
  const after = seriesOf(await shop.scrape());
  const added = [...after].filter((series) => !before.has(series));
  const isHeld = added.every((series) => !/strange|PROPFIND|MKCOL|PURGE|LOCK/.test(series));
  trial.expect(
    LABELS,
    isHeld,
    `strangers made series: ${added.slice(0, 3).join('; ')}`,
    `${STRANGE_PATHS} strange paths`,
  );
}

function seriesOf(text: string): ReadonlySet<string> {
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Set(samples.map((line) => line.slice(0, line.lastIndexOf(' '))));
}
