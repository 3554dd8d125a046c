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
