/**
 * Stands for a database: rows in memory that take the time of a round trip. Drivers such as pg are observed by themselves; this
 * one tells of its queries.
 */
import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DatabaseInstrument } from 'nestjs-observability/instruments';
import { authors, books, reviews, type AuthorRow, type BookRow, type ReviewRow } from './rows.js';

const roundTripMs = 5;

@Injectable()
export class Database {
  constructor(private readonly instrument: DatabaseInstrument) {}

  books(): Promise<readonly BookRow[]> {
    return this.query('SELECT * FROM books', () => books);
  }

  author(id: number): Promise<AuthorRow | undefined> {
    return this.query('SELECT * FROM authors WHERE id = ?', () => authors.find((row) => row.id === id));
  }

  authors(ids: readonly number[]): Promise<readonly AuthorRow[]> {
    return this.query('SELECT * FROM authors WHERE id IN (?)', () => authors.filter(({ id }) => ids.includes(id)));
  }

  addReview(review: ReviewRow): Promise<number> {
    return this.query('INSERT INTO reviews (book_id, stars) VALUES (?, ?)', () => reviews.push(review));
  }

  private query<T>(statement: string, read: () => T): Promise<T> {
    return this.instrument.query({ system: 'sqlite', statement }, async () => {
      await setTimeout(roundTripMs);
      return read();
    });
  }
}
