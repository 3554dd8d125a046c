/** What the shop has: eight books of four authors. */
export interface AuthorRow {
  readonly id: number;
  readonly name: string;
}

export interface BookRow {
  readonly id: number;
  readonly title: string;
  readonly authorId: number;
}

export interface ReviewRow {
  readonly bookId: number;
  readonly stars: number;
}

export const authors: readonly AuthorRow[] = [
  { id: 1, name: 'Jane Austen' },
  { id: 2, name: 'Charles Dickens' },
  { id: 3, name: 'George Eliot' },
  { id: 4, name: 'Thomas Hardy' },
];

const titles: readonly (readonly [string, authorId: number])[] = [
  ['Emma', 1],
  ['Persuasion', 1],
  ['Bleak House', 2],
  ['Hard Times', 2],
  ['Middlemarch', 3],
  ['Silas Marner', 3],
  ['The Woodlanders', 4],
  ['The Return of the Native', 4],
];

export const books: readonly BookRow[] = titles.map(([title, authorId], index) => ({ id: index + 1, title, authorId }));

export const reviews: ReviewRow[] = [];
