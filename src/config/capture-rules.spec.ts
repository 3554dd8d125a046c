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

describe('one of capture.rules', () => {
  it.each([
    ['sampleRatio', 0],
    ['sampleRatio', 1],
    ['slowMs', 0.1],
    ['route', '/'],
    ['method', 'G'],
  ])('may say %s: %j', (key, value) => {
    expect(captureRules.check([{ when: 'failed', [key]: value }])).toEqual({
      value: [{ ...rule, when: 'failed', [key]: value }],
    });
  });

  it.each([
    ['when', undefined, 'must be failed, slow or always', "write e.g. 'failed'"],
    ['route', 1, "must start with '/'", "write e.g. '/orders/:id' or '/internal/*'"],
    ['method', 1, 'must be a verb in capitals', "write e.g. 'POST'"],
    ['method', 'POSt', 'must be a verb in capitals', "write e.g. 'POST'"],
    ['method', 'pOST', 'must be a verb in capitals', "write e.g. 'POST'"],
    ['method', '', 'must be a verb in capitals', "write e.g. 'POST'"],
    ['sampleRatio', -0.1, 'must be a number from 0 to 1', 'write e.g. 0.1'],
    ['sampleRatio', '1', 'must be a number from 0 to 1', 'write e.g. 0.1'],
    ['slowMs', '500', 'must be a number above 0', 'write e.g. 500'],
    ['slowMs', -1, 'must be a number above 0', 'write e.g. 500'],
  ])('may not say %s: %p', (key, got, fact, fix) => {
    expect(captureRules.check([{ when: 'failed' }, { when: 'slow', [key]: got }])).toEqual({
      complaints: [{ at: `[1].${key}`, fact, got, fix }],
    });
  });

  it('tells what there is, where nothing sounds like what was said', () => {
    expect(captureRules.check([{ when: 'failed', probability: 1 }])).toEqual({
      complaints: [
        {
          at: '[0].probability',
          fact: 'is not an option',
          fix: 'use when, route, method, match, sampleRatio, slowMs',
          code: 'OBS_ERR_OPTION_UNKNOWN',
        },
      ],
    });
  });

  it.each([null, ['failed']])('is an object, not %j', (got) => {
    expect(captureRules.check([got])).toEqual({
      complaints: [
        { at: '[0]', fact: 'must be a rule', got, fix: "write e.g. { when: 'failed', route: '/orders/:id' }" },
      ],
    });
  });

  it('is named with an example that can be read', () => {
    expect([captureRules.name, captureRules.textExample]).toEqual(['list of capture rules', 'failed,slow']);
    expect(captureRules.fromText!('[{')).toBe('[{');
  });
});
