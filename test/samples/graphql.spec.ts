/** The book shop as its README has it: the same answer with nine queries and with two, and how one sees it. */
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../sample/05-graphql/app.module.js';
import { countsOfFamily } from '../support/samples.js';
import { RunningSample } from './running-sample.js';

const bookCount = 8;
let shop: RunningSample;

beforeEach(async () => {
  shop = await RunningSample.start(() => NestFactory.create(AppModule, { bufferLogs: true }));
});
afterEach(() => shop.close());

it('asks the database once more for each book, and each of it is a span', async () => {
  const { data } = await ask('{ books { title author { name } } }');

  expect(data.books).toHaveLength(bookCount);
  expect(data.books[0]).toEqual({ title: 'Emma', author: { name: 'Jane Austen' } });
  expect(await countsOfFamily(shop, /^(db_query|graphql_operations)/)).toEqual({
    'db_query_duration_seconds_count{operation="SELECT"}': 1 + bookCount,
    'graphql_operations_total{type="query",field="books",outcome="ok"}': 1,
  });
  const expected = [
    ...beginning,
    ...Array.from({ length: bookCount }, () => ['    BooksResolver.author', '      SELECT authors']).flat(),
  ];
  expect(await shop.traceLike(expected)).toEqual(expected);
});

it('asks it once for all books through the loader', async () => {
  const { data } = await ask('{ books { title authorLoaded { name } } }');

  expect(data.books).toHaveLength(bookCount);
  expect(data.books.at(-1)).toEqual({ title: 'The Return of the Native', authorLoaded: { name: 'Thomas Hardy' } });
  expect(await countsOfFamily(shop, /^db_query/)).toEqual({ 'db_query_duration_seconds_count{operation="SELECT"}': 2 });
  const resolver = '    BooksResolver.authorLoaded';
  const expected = [
    ...beginning,
    resolver,
    '      SELECT authors',
    ...Array.from({ length: bookCount - 1 }, () => resolver),
  ];
  expect(await shop.traceLike(expected)).toEqual(expected);
  const spans = await shop.spansOf(expected[0]!, expected.length);
  expect(spans.find(({ name }) => name === 'SELECT authors')!.attributes).toMatchObject({
    'db.query.text': 'SELECT * FROM authors WHERE id IN (?)',
  });
});

it('counts operations by their root field and what became of them, whatever the HTTP status', async () => {
  const query = 'mutation ($book: Int!) { review(bookId: $book, stars: 5) { stars } }';
  const written = await ask(query, { book: 7 });
  const refused = await ask(query, { book: 70 });
  await ask('{ nothing }');

  expect(written).toEqual({ data: { review: { stars: 5 } } });
  expect(refused).toMatchObject({ data: null, errors: [{ message: 'There is no book 70.' }] });
  expect(await countsOfFamily(shop, /^(graphql_operations|reviews)_total/)).toEqual({
    'graphql_operations_total{type="mutation",field="review",outcome="ok"}': 1,
    'graphql_operations_total{type="mutation",field="review",outcome="error"}': 1,
    'graphql_operations_total{type="_INVALID",field="_INVALID",outcome="error"}': 1,
    'reviews_total{class="BooksResolver",method="review",outcome="ok",stars="5"}': 1,
  });
});

const beginning = ['POST /graphql', '  query books', '    BooksResolver.books', '      SELECT books'];

interface Answer {
  readonly data: { readonly books: readonly object[] };
}

async function ask(query: string, variables: object = {}): Promise<Answer> {
  return (await (await shop.post('/graphql', { query, variables })).json()) as Answer;
}
