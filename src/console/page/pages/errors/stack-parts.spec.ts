import type { ErrorFrame } from '../../../shapes/index.js';
import { partsOf } from './stack-parts.js';

it('folds frames of others together, and begins anew with a cause', () => {
  const frames = [
    own('Shop.buy'),
    foreign('next'),
    foreign('run'),
    cause('Caused by Error: no'),
    foreign('pool'),
    own('main'),
    own('caller'),
  ];

  expect(partsOf(frames)).toEqual([
    { type: 'own', frame: frames[0], isFirst: true },
    { type: 'foreign', frames: [frames[1], frames[2]] },
    { type: 'cause', text: 'Caused by Error: no' },
    { type: 'foreign', frames: [frames[4]] },
    { type: 'own', frame: frames[5], isFirst: true },
    { type: 'own', frame: frames[6], isFirst: false },
  ]);
});

it('has no parts where there is no stack', () => {
  expect(partsOf([])).toEqual([]);
});

function own(text: string): ErrorFrame {
  return { text, place: { file: '/app/main.ts', line: 1, column: 1 }, isInApp: true, lines: [] };
}

function foreign(text: string): ErrorFrame {
  return { text, place: { file: '/app/node_modules/x.js', line: 1, column: 1 }, isInApp: false, lines: [] };
}

function cause(text: string): ErrorFrame {
  return { text, place: null, isInApp: false, lines: [] };
}
