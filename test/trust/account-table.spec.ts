import type { Account } from '../../trust/part.js';
import { accountTable, findingsText } from '../../trust/report/account-table.js';

const accounts: readonly Account[] = [
  { attackClass: 'fuzz.baggage', tried: 1_200_000, findings: [], figures: { slowest: '2 ms', heap: '+0.1 %' } },
  { attackClass: 'attack.path', tried: 0, findings: [], figures: {} },
  {
    attackClass: 'secrets.logs',
    tried: 9,
    findings: [
      { fact: 'a token in a line', reproduce: 'seed 1\nGET /' },
      { fact: 'a token in an error', reproduce: 'seed 2' },
    ],
    figures: {},
  },
];

describe('the table of accounts', () => {
  it('says what was tried and lost, and that nothing was tried where that is so', () => {
    expect(accountTable(accounts)).toBe(
      [
        'class         tried      lost               figures',
        '------------  ---------  -----------------  -------------------------',
        'fuzz.baggage  1,200,000  nothing            slowest 2 ms, heap +0.1 %',
        'attack.path   0          nothing was tried',
        'secrets.logs  9          2 findings',
      ].join('\n'),
    );
  });

  it('is followed by each finding with what shows it again', () => {
    expect(findingsText(accounts)).toBe(
      [
        'secrets.logs: a token in a line',
        '    seed 1',
        '    GET /',
        'secrets.logs: a token in an error',
        '    seed 2',
      ].join('\n'),
    );
  });
});
