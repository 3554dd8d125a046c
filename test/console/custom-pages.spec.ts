/** Pages that an application and a plugin add to the console. */
import { Injectable } from '@nestjs/common';
import { Traced, type ConsolePage } from 'nestjs-observability';
import type { PageAnswer, SessionAnswer, TracesAnswer } from '../../src/console/shapes/index.js';
import { closeApplications, platforms, startApplication, type Platform } from '../support/application.js';
import { HEADERS, withConsole } from './console-reader.js';
import { openDesk, type Desk } from './open-desk.js';

@Injectable()
class Shelf {
  readonly books = ['Emma', '<b>Ulysses</b>'];

  @Traced()
  list(): readonly string[] {
    return this.books;
  }
}

const shelf: ConsolePage = {
  id: 'shelf',
  title: 'Shelf',
  group: 'Work',
  description: 'What stands on it.',
  sections: async (query, { get }) => {
    const books = get(Shelf).list();
    const shown = books.filter((book) => book.includes(query.get('q') ?? ''));
    return [
      { type: 'figures', figures: [{ label: 'Books', value: books.length }] },
      { type: 'table', columns: [{ name: 'book', title: 'Book' }], rows: shown.map((book) => ({ book })) },
    ];
  },
};

const broken: ConsolePage = {
  id: 'broken',
  title: 'Broken',
  description: 'It fails.',
  sections: () => {
    throw new Error('no shelf, password=hunter2');
  },
};

const off: ConsolePage = {
  id: 'vault',
  title: 'Vault',
  description: 'Closed.',
  requires: { isOn: () => false, option: 'vault.enabled: true' },
  sections: () => [],
};

const open = (platform: Platform): Promise<Desk> => {
  const plugins = [{ name: 'vault', consolePages: [off] }];
  return openDesk({ platform, providers: [Shelf], observability: { consolePages: [shelf, broken], plugins } });
};

afterEach(closeApplications);

describe.each(platforms)('Pages of one’s own in the console on %s', (platform) => {
  it('stand in the menu behind the console’s, greyed out where what they need is off', async () => {
    const desk = await open(platform);

    const { pages } = await desk.console.read<SessionAnswer>('session');

    expect(pages.filter(({ isCustom }) => isCustom)).toEqual([
      {
        id: 'shelf',
        title: 'Shelf',
        group: 'Work',
        isOn: true,
        enableWith: null,
        description: 'What stands on it.',
        isCustom: true,
      },
      {
        id: 'broken',
        title: 'Broken',
        group: 'More',
        isOn: true,
        enableWith: null,
        description: 'It fails.',
        isCustom: true,
      },
      {
        id: 'vault',
        title: 'Vault',
        group: 'More',
        isOn: false,
        enableWith: 'vault.enabled: true',
        description: 'Closed.',
        isCustom: true,
      },
    ]);
    // 503 where the page was not built.
    expect([200, 503]).toContain((await desk.request('/observability/shelf', { headers: HEADERS })).status);
  });

  it('show what the application’s own providers know, by the parameters of their URL', async () => {
    const desk = await open(platform);

    const { sections } = await desk.console.read<PageAnswer>('page', { id: 'shelf', q: '<b>' });

    expect(sections).toEqual([
      { type: 'figures', figures: [{ label: 'Books', value: 2 }] },
      {
        type: 'table',
        columns: [{ name: 'book', title: 'Book', align: 'left' }],
        rows: [{ book: '<b>Ulysses</b>' }],
        omittedRows: 0,
      },
    ]);
  });

  it('are no work of the application: what they call makes no trace', async () => {
    const desk = await open(platform);

    await desk.console.read('page', { id: 'shelf' });
    desk.app.get(Shelf).list();

    const { rows } = await desk.console.read<TracesAnswer>('traces');
    expect(rows.map(({ name }) => name)).toEqual(['Shelf.list']);
  });

  it('fail alone: one that throws says so without its secrets, and all others go on', async () => {
    const desk = await open(platform);

    const response = await desk.console.ask('page', { id: 'broken' });

    expect([response.status, await response.json()]).toEqual([
      500,
      {
        version: 1,
        error: {
          code: 'OBS_ERR_CONSOLE_PAGE',
          fact: 'The page failed: no shelf, password=[REDACTED]',
          fix: 'mend its sections(); the rest of the console is not affected',
        },
      },
    ]);
    expect((await desk.console.ask('page', { id: 'shelf' })).status).toBe(200);
    expect((await desk.console.ask('page', { id: 'none' })).status).toBe(404);
    expect((await desk.request('/nowhere')).status).toBe(404);
  });
});

it('are an error at start where they cannot be', async () => {
  const start = startApplication({ observability: withConsole({ consolePages: [shelf, broken, broken] }) });

  await expect(start).rejects.toThrow('must each have an id of its own; got broken more than once');
});

it.each(['traces', 'capture', 'api'])('are an error at start in the place of the console’s own %s', async (id) => {
  const plugins = [{ name: 'vault', consolePages: [{ ...off, id }] }];

  const start = startApplication({ observability: { plugins, console: { enabled: false } } });

  await expect(start).rejects.toThrow(`must have other ids than the console's own pages; got ${id}.`);
});
