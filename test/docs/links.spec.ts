import { brokenLinks, linkedFiles, markdownFiles, readMarkdown } from './links.js';

const files = markdownFiles();
const index = 'docs/README.md';

describe('a relative link', () => {
  it.each(files)('leads to a file and a heading that exist: %s', (file) => {
    expect(brokenLinks(file, readMarkdown(file))).toEqual([]);
  });

  it('is caught when it leads to no file, or to no heading', () => {
    const planted = [
      '[no file](21-nothing.md)',
      '[no heading](04-traces.md#nothing)',
      '[no heading here](#nothing)',
      '![no picture](nothing.svg)',
      '[right](04-traces.md#sampling), [right](#planted), [right](decisions), [elsewhere](https://example.com)',
      '`[code](nothing.md)`',
      '```md\n[code](nothing.md)\n```',
      '# Planted',
    ].join('\n\n');

    expect(brokenLinks('docs/planted.md', planted)).toEqual([
      '21-nothing.md',
      '04-traces.md#nothing',
      '#nothing',
      'nothing.svg',
    ]);
  });
});

describe('the index of docs/', () => {
  const pages = files.filter((file) => file.startsWith('docs/') && file !== index);

  it('names every page', () => {
    const named = linkedFiles(index, readMarkdown(index));

    expect(pages.filter((page) => !named.includes(page))).toEqual([]);
  });

  it('has the numbered pages in their order', () => {
    const numbered = linkedFiles(index, readMarkdown(index)).filter((page) => /^docs\/\d\d-/.test(page));

    expect(numbered).toEqual(numbered.toSorted());
  });
});

it('every page can be reached from the README', () => {
  const seen = new Set(['README.md']);
  for (const file of seen)
    if (files.includes(file)) linkedFiles(file, readMarkdown(file)).forEach((to) => seen.add(to));

  expect(files.filter((file) => file.startsWith('docs/') && !seen.has(file))).toEqual([]);
});
