import { captureRules } from './capture-rules.js';

const rule = { route: undefined, method: undefined, match: undefined, sampleRatio: 1, slowMs: undefined };

describe('capture.rules', () => {
  it('may be written as moments, as JSON or as objects', () => {
    const match = (): boolean => true;

    const read = [
      captureRules.check(captureRules.fromText!('failed, slow')),
      captureRules.check(captureRules.fromText!('[{"when":"always","route":"/a/*","sampleRatio":0.1}]')),
      captureRules.check([{ when: 'slow', method: 'POST', slowMs: 5, match }]),
    ];

    expect(read).toEqual([
      { value: [{ ...rule, when: 'failed' }, { ...rule, when: 'slow' }] },
      { value: [{ ...rule, when: 'always', route: '/a/*', sampleRatio: 0.1 }] },
      { value: [{ ...rule, when: 'slow', method: 'POST', slowMs: 5, match }] },
    ]); // prettier-ignore
  });

  it('names every mistake and its fix', () => {
    const verdict = captureRules.check([
      'failed',
      { when: 'often', route: 'a', method: 'post', match: 1, sampleRatio: 2, slowMs: 0, rout: '/' },
    ]);

    const told = 'complaints' in verdict ? verdict.complaints.map(({ at, fact, fix }) => [at, fact, fix]) : [];
    expect(told).toEqual([
      ['[0]', 'must be a rule', "write e.g. { when: 'failed', route: '/orders/:id' }"],
      ['[1].rout', 'is not an option', 'rename it (did you mean route?)'],
      ['[1].when', 'must be failed, slow or always', "write e.g. 'failed'"],
      ['[1].route', "must start with '/'", "write e.g. '/orders/:id' or '/internal/*'"],
      ['[1].method', 'must be a verb in capitals', "write e.g. 'POST'"],
      ['[1].match', 'must be a function', 'write e.g. ({ status }) => status === 409, in code'],
      ['[1].sampleRatio', 'must be a number from 0 to 1', 'write e.g. 0.1'],
      ['[1].slowMs', 'must be a number above 0', 'write e.g. 500'],
    ]);
    expect(captureRules.check('failed')).toEqual({
      complaints: [{ fact: 'must be a list of rules', fix: "write e.g. [{ when: 'failed', route: '/orders/:id' }]" }],
    });
  });
});
