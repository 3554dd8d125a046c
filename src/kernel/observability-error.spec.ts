import { inspect } from 'node:util';
import { ObservabilityError } from './observability-error.js';

const invalid = { code: 'OBS_ERR_OPTION_INVALID', fact: 'metrics.port must be a number', fix: 'give one' } as const;

describe('ObservabilityError', () => {
  it('of one problem says its code, the fact, what came instead and the fix', () => {
    const plain = ObservabilityError.of(invalid);
    const { name, code, message, problems } = ObservabilityError.of({ ...invalid, got: "'many'" });

    expect(plain.message).toBe('OBS_ERR_OPTION_INVALID  metrics.port must be a number. Fix: give one.');
    expect({ name, code, message, problems }).toEqual({
      name: 'ObservabilityError',
      code: 'OBS_ERR_OPTION_INVALID',
      message: "OBS_ERR_OPTION_INVALID  metrics.port must be a number; got 'many'. Fix: give one.",
      problems: [{ ...invalid, got: "'many'" }],
    });
  });

  it('of many problems has a line for each', () => {
    const error = ObservabilityError.ofAll('OBS_ERR_CONFIG', 'Two problems.', [invalid, invalid]);

    expect(error.problems).toEqual([invalid, invalid]);
    expect(error.message).toBe(
      [
        'OBS_ERR_CONFIG  Two problems.',
        '  - OBS_ERR_OPTION_INVALID  metrics.port must be a number. Fix: give one.',
        '  - OBS_ERR_OPTION_INVALID  metrics.port must be a number. Fix: give one.',
      ].join('\n'),
    );
  });

  it('prints its problems once', () => {
    expect(inspect(ObservabilityError.of(invalid)).split('metrics.port')).toHaveLength(2);
    expect(new ObservabilityError('OBS_ERR_CONFIG', 'no').problems).toEqual([]);
  });
});
