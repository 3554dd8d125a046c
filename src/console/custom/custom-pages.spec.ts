import type { ConsolePage, ConsolePageSection } from '../../config/index.js';
import { ApiProblem } from '../../endpoints/index.js';
import { Diagnostics } from '../../kernel/index.js';
import { Redactor } from '../../security/index.js';
import { redactionConfig } from '../../../test/support/redaction-config.js';
import { CustomPages } from './custom-pages.js';

const none = new URLSearchParams();
const warnings: string[] = [];

function pagesOf(sections: ConsolePage['sections'], more: Partial<ConsolePage> = {}): CustomPages {
  const diagnostics = new Diagnostics((message) => warnings.push(message));
  const redactor = new Redactor(redactionConfig, diagnostics);
  const page = { id: 'desk', title: 'Desk', description: 'What lies on it.', sections, ...more };
  return new CustomPages({ pages: [page], diagnostics, redactor });
}

/** Status and problem of what is refused. */
async function refusal(pages: CustomPages): Promise<unknown> {
  const error: unknown = await pages.read('desk', none).catch((problem: unknown) => problem);
  return error instanceof ApiProblem ? [error.status, error.problem.fact] : error;
}

afterEach(() => {
  warnings.length = 0;
  jest.useRealTimers();
});

describe('a page of the application’s own', () => {
  it('shows figures, tables, texts and charts as they are, and gets the parameters of its URL', async () => {
    const traceId = '0123456789abcdef0123456789abcdef';
    const sections: ConsolePageSection[] = [
      { type: 'figures', figures: [{ label: 'Open', value: 3, hint: 'now' }] },
      {
        type: 'table',
        title: 'Cycles',
        columns: [
          { name: 'name', title: 'Name' },
          { name: 'trace', title: 'Trace', align: 'right' },
        ],
        rows: [{ name: 'first', trace: { traceId }, other: 1 }, {}],
      },
      { type: 'text', text: '<b>plain</b>' },
      { type: 'chart', unit: 'ms', timesMs: [1, 2], series: [{ name: 'p95', values: [5, null] }] },
    ];
    const asked: string[] = [];
    const pages = pagesOf((query) => (asked.push(String(query)), sections));

    const answer = await pages.read('desk', new URLSearchParams('open=yes'));

    expect(asked).toEqual(['open=yes']);
    expect(answer.sections).toEqual([
      { type: 'figures', figures: [{ label: 'Open', value: 3, hint: 'now' }] },
      {
        type: 'table',
        title: 'Cycles',
        columns: [
          { name: 'name', title: 'Name', align: 'left' },
          { name: 'trace', title: 'Trace', align: 'right' },
        ],
        rows: [
          { name: 'first', trace: { traceId } },
          { name: null, trace: null },
        ],
        omittedRows: 0,
      },
      { type: 'text', text: '<b>plain</b>', isCode: false },
      { type: 'chart', unit: 'ms', timesMs: [1, 2], series: [{ name: 'p95', values: [5, null] }] },
    ]);
  });

  it('tells no secret, neither by its name nor by its shape', async () => {
    const columns = [
      { name: 'password', title: 'Password' },
      { name: 'note', title: 'Note' },
    ];
    const rows = [{ password: 'hunter2', note: 'Bearer abcdefghijklmnopqrstuvwx' }];
    const figures = [{ label: 'Header', value: 'Authorization: Bearer abcdefghijklmnopqrstuvwx' }];
    const pages = pagesOf(async () => [
      { type: 'table', columns, rows },
      { type: 'figures', figures },
      { type: 'text', text: 'postgres://shop:hunter2@db/shop' },
    ]);

    const text = JSON.stringify(await pages.read('desk', none));

    expect(text).not.toContain('hunter2');
    expect(text).not.toContain('abcdefghijklmnopqrstuvwx');
  });

  it('is cut to a thousand rows and says how many are left out', async () => {
    const rows = Array.from({ length: 1_002 }, (_, at) => ({ at }));
    const pages = pagesOf(() => [{ type: 'table', columns: [{ name: 'at', title: 'At' }], rows }]);

    const { sections } = await pages.read('desk', none);

    expect(sections[0]).toMatchObject({ omittedRows: 2, rows: { length: 1_000, 999: { at: 999 } } });
  });

  it('gives each time of a chart a value, a gap where there is none', async () => {
    const series = [
      { name: 'short', values: [7] },
      { name: 'odd', values: [NaN, 1, 2] },
    ];
    const pages = pagesOf(() => [{ type: 'chart', timesMs: [1, 2, 3], series }]);

    const { sections } = await pages.read('desk', none);

    expect(sections[0]).toMatchObject({ series: [{ values: [null, null, 7] }, { values: [null, 1, 2] }] });
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no database, password=hunter2');
      },
      'The page failed: no database, password=[REDACTED]',
    ],
    ['rejects', () => Promise.reject(new Error('gone')), 'The page failed: gone'],
    ['gives no list', () => 'text' as never, 'The page failed: its sections are no list'],
    [
      'gives a section of no form',
      () => [{ type: 'video' } as never],
      'The page failed: section 1 is neither figures, table, text nor chart',
    ],
    [
      'gives half a section',
      () => [{ type: 'table', columns: [] } as never],
      'The page failed: Cannot read properties of undefined',
    ],
  ])('that %s says so, is counted and warned about once', async (_what, sections, fact) => {
    const pages = pagesOf(sections as ConsolePage['sections']);

    expect(await refusal(pages)).toEqual([500, expect.stringContaining(fact)]);
    await refusal(pages);
    expect(warnings).toHaveLength(1);
  });

  it('that shows more than a mebibyte is refused', async () => {
    const pages = pagesOf(() => Array.from({ length: 20 }, () => ({ type: 'text', text: 'a b '.repeat(16_000) })));

    expect(await refusal(pages)).toEqual([500, 'The page shows more than 1024 KiB']);
  });

  it('is given five seconds, and not asked again while it hangs', async () => {
    jest.useFakeTimers();
    let answer: (sections: []) => void = () => undefined;
    let asked = 0;
    const pages = pagesOf(() => (asked++, new Promise((resolve) => (answer = resolve))));

    const first = refusal(pages);
    await jest.advanceTimersByTimeAsync(5_000);

    expect(await first).toEqual([503, 'The page gave no answer within 5 seconds']);
    expect(await refusal(pages)).toEqual([503, 'An earlier look at this page is still going on']);
    expect(asked).toBe(1);
    answer([]);
    await jest.advanceTimersByTimeAsync(0);
    const again = pages.read('desk', none);
    answer([]);
    expect(await again).toEqual({ sections: [] });
    expect(asked).toBe(2);
  });

  it('finds what Nest has made, by its class', async () => {
    class Cycles {
      readonly count = 3;
    }
    const pages = pagesOf((_query, { get }) => [
      { type: 'figures', figures: [{ label: 'Cycles', value: get(Cycles).count }] },
    ]);

    expect(await refusal(pages)).toEqual([500, 'The page failed: the application provides no Cycles']);
    pages.start({ provided: () => [{ token: Cycles, instance: new Cycles() }] });
    expect((await pages.read('desk', none)).sections).toMatchObject([{ figures: [{ value: 3 }] }]);
  });

  it('stands in the menu, greyed out with the option that turns on what it needs', () => {
    const on = pagesOf(() => []).entries();
    const off = pagesOf(() => [], { group: 'Work', requires: { isOn: () => false, option: 'cache: true' } }).entries();
    const broken = {
      isOn: () => {
        throw new Error('x');
      },
      option: 'cache: true',
    };

    expect(on).toEqual([
      {
        id: 'desk',
        title: 'Desk',
        group: 'More',
        isOn: true,
        enableWith: null,
        description: 'What lies on it.',
        isCustom: true,
      },
    ]);
    expect(off).toMatchObject([{ group: 'Work', isOn: false, enableWith: 'cache: true' }]);
    expect(pagesOf(() => [], { requires: broken }).entries()).toMatchObject([{ isOn: false }]);
  });

  it('that does not exist is a 404', async () => {
    await expect(pagesOf(() => []).read('nothing', none)).rejects.toMatchObject({ status: 404 });
  });
});
