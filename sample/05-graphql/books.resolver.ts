/** Books and who wrote them: `author` asks the database book by book, `authorLoaded` for all books at once. */
import { NotFoundException } from '@nestjs/common';
import { Args, Context, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Counted, MetricLabel, SpanAttribute, Timed } from 'nestjs-observability';
import { Database } from './database.js';
import type { Loader } from './loader.js';
import { Author, Book, Review } from './models.js';
import type { AuthorRow, BookRow } from './rows.js';

export interface RequestContext {
  readonly authors: Loader<AuthorRow>;
}

@Resolver(() => Book)
export class BooksResolver {
  constructor(private readonly database: Database) {}

  @Query(() => [Book])
  @Timed('books_listing_seconds', { help: 'Time to list the books, without who wrote them.' })
  books(): Promise<readonly BookRow[]> {
    return this.database.books();
  }

  // #region authors
  /** One query for each book in the answer: the N of N+1. */
  @ResolveField(() => Author, { nullable: true })
  author(@Parent() { authorId }: Book): Promise<AuthorRow | undefined> {
    return this.database.author(authorId);
  }

  /** One query, however many books there are. */
  @ResolveField(() => Author, { nullable: true })
  authorLoaded(@Parent() { authorId }: Book, @Context() { authors }: RequestContext): Promise<AuthorRow | undefined> {
    return authors.load(authorId);
  }
  // #endregion

  // #region review
  @Mutation(() => Review)
  @Counted('reviews_total', { count: 'ok', help: 'Reviews written, by their stars.' })
  async review(
    @SpanAttribute('book.id') @Args('bookId', { type: () => Int }) bookId: number,
    @MetricLabel('stars', { max: 5 }) @Args('stars', { type: () => Int }) stars: number,
  ): Promise<Review> {
    const books = await this.database.books();
    if (!books.some(({ id }) => id === bookId)) throw new NotFoundException(`There is no book ${bookId}.`);
    await this.database.addReview({ bookId, stars });
    return { bookId, stars };
  }
  // #endregion
}
