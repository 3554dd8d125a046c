import { consolePageList, pagesNamedTwice } from './console-page-list.js';
import { describeConfig } from './describe-config.js';
import type { ObservabilityOptions } from './observability.options.js';
import { resolveConfig } from './resolve-config.js';

const desk = { id: 'desk', title: 'Desk', description: 'What lies on it.', sections: () => [] };
const resolve = (options: ObservabilityOptions) => resolveConfig(options, { env: {} });

describe('pages that are added to the console', () => {
  it('stay as they are, those of plugins behind those of the options', () => {
    const cache = { ...desk, id: 'cache', group: 'Work', requires: { isOn: () => true, option: 'cache' } } as const;

    const config = resolve({ consolePages: [desk], plugins: [{ name: 'cache', consolePages: [cache] }] });

    expect(config.consolePages[0]).toBe(desk);
    expect(config.consolePages[1]).toBe(cache);
    expect(config.consolePages).toHaveLength(2);
    expect(Object.isFrozen(desk)).toBe(false);
    expect(describeConfig(config).find(({ path }) => path === 'consolePages')?.value).toEqual(['desk', 'cache']);
  });

  it('are refused with every problem at once', () => {
    const consolePages = [
      { ...desk, id: 'Desk 1' },
      { ...desk, id: 'shelf', group: 'Elsewhere', description: '' },
      { ...desk, title: 'T'.repeat(61), sections: undefined, requires: { isOn: true } },
      'desk',
    ] as never;

    const refused = (): unknown => resolve({ consolePages });

    expect(refused).toThrow('The configuration has 7 problems');
    for (const place of [
      'consolePages[0].id must be lower-case words with hyphens',
      'consolePages[1].description must be a sentence',
      'consolePages[1].group must be one of Look, Measure, Work, Application, More',
      'consolePages[2].title must be a text of at most 60 characters',
      'consolePages[2].requires must be { isOn, option }',
      'consolePages[2].sections must be a function',
      'consolePages[3] must be a page',
    ])
      expect(refused).toThrow(place);
  });

  it('are refused in a plugin, told by its place', () => {
    expect(() => resolve({ consolePages: [desk], plugins: [undefined] as never })).toThrow(
      'plugins[0] must be a plugin',
    );
    const plugins = [{ name: 'cache', consolePages: [{ ...desk, id: '-' }] }];

    expect(() => resolve({ plugins })).toThrow('plugins[0].consolePages[0].id must be lower-case words');
  });

  it('have each an id of its own, whoever adds them', () => {
    const refused = (): unknown => resolve({ consolePages: [desk], plugins: [{ name: 'p', consolePages: [desk] }] });

    expect(refused).toThrow('must each have an id of its own; got desk more than once');
  });
});

describe('a page that is added', () => {
  const requires = { isOn: () => true, option: 'cache.enabled: true' };

  it.each([
    ['id', 'a'],
    ['id', 'order-desk-2'],
    ['id', 'a'.repeat(40)],
    ['title', 'T'.repeat(60)],
    ['description', 'D'.repeat(300)],
    ['group', 'Look'],
    ['group', undefined],
    ['requires', requires],
    ['requires', undefined],
  ])('may have %s: %j', (key, value) => {
    expect(consolePageList.check([{ ...desk, [key]: value }])).toEqual({ value: [{ ...desk, [key]: value }] });
  });

  const ID = 'must be lower-case words with hyphens, at most 40 characters';
  const REQUIRES_FIX = "write e.g. { isOn: () => cache.isOn, option: 'cache.enabled: true' }";
  const GROUP = 'must be one of Look, Measure, Work, Application, More';

  it.each([
    ['id', undefined, ID, "write e.g. 'order-desk'"],
    ['id', 1, ID, "write e.g. 'order-desk'"],
    ['id', 'Adesk', ID, "write e.g. 'order-desk'"],
    ['id', '1desk', ID, "write e.g. 'order-desk'"],
    ['id', 'desk-', ID, "write e.g. 'order-desk'"],
    ['id', 'a--b', ID, "write e.g. 'order-desk'"],
    ['id', 'a b', ID, "write e.g. 'order-desk'"],
    ['id', 'a'.repeat(41), ID, "write e.g. 'order-desk'"],
    ['title', '', 'must be a text of at most 60 characters', "write e.g. 'Order desk'"],
    ['title', ' ', 'must be a text of at most 60 characters', "write e.g. 'Order desk'"],
    ['title', ['Desk'], 'must be a text of at most 60 characters', "write e.g. 'Order desk'"],
    ['title', 'T'.repeat(61), 'must be a text of at most 60 characters', "write e.g. 'Order desk'"],
    ['description', 1, 'must be a sentence of at most 300 characters', "write e.g. 'What lies on the desk now.'"],
    [
      'description',
      'D'.repeat(301),
      'must be a sentence of at most 300 characters',
      "write e.g. 'What lies on the desk now.'",
    ],
    ['group', 'look', GROUP, "leave it out, or write e.g. 'Work'"],
    ['group', null, GROUP, "leave it out, or write e.g. 'Work'"],
    ['requires', 'cache', 'must be { isOn, option }', REQUIRES_FIX],
    ['requires', { ...requires, isOn: true }, 'must be { isOn, option }', REQUIRES_FIX],
    ['requires', { isOn: requires.isOn }, 'must be { isOn, option }', REQUIRES_FIX],
    ['sections', [], 'must be a function', 'give one that returns a list of sections'],
  ])('may not have %s: %j', (key, got, fact, fix) => {
    expect(consolePageList.check([desk, { ...desk, [key]: got }])).toEqual({
      complaints: [{ at: `[1].${key}`, fact, got, fix }],
    });
  });

  const example = "{ id: 'desk', title: 'Desk', description: 'What lies on it.', sections: () => [] }";

  it.each([[null], ['desk'], [[desk]]])('is not %j', (got) => {
    expect(consolePageList.check([desk, got])).toEqual({
      complaints: [{ at: '[1]', fact: 'must be a page', got, fix: `write e.g. ${example}` }],
    });
  });

  it('is in a list of our own', () => {
    const given = [desk];
    const verdict = consolePageList.check(given);

    expect('value' in verdict && verdict.value).not.toBe(given);
    expect(consolePageList.check(desk)).toEqual({
      complaints: [{ fact: 'must be a list of pages', fix: `write e.g. [${example}]` }],
    });
    expect(consolePageList.name).toBe('list of pages');
  });

  it('is told of once, however often its id is used', () => {
    const pages = ['a', 'b', 'a', 'a', 'c', 'b'].map((id) => ({ ...desk, id }));

    expect(pagesNamedTwice(pages)?.got).toBe('a, b more than once');
    expect(pagesNamedTwice(pages.slice(0, 2))).toBeUndefined();
  });
});
