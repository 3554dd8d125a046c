/** The tables, twice: for drizzle's types and, below, as the statement that creates what is missing at start. */
import { relations } from 'drizzle-orm';
import { boolean, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { componentTypes } from '../cycles/component-type.js';

const instant = () => timestamp({ withTimezone: true });

export const sessions = pgTable('sessions', {
  id: uuid().primaryKey().defaultRandom(),
  ownerId: text().notNull(),
  title: text().notNull(),
  openedAt: instant().notNull().defaultNow(),
  lastActiveAt: instant().notNull().defaultNow(),
  closedAt: instant(),
  /** Put away: it outlives other closed ones. */
  isKept: boolean().notNull().default(false),
});

export const cycles = pgTable('cycles', {
  id: uuid().primaryKey().defaultRandom(),
  sessionId: uuid().notNull(),
  /** The cycle this one was branched from. */
  parentId: uuid(),
  title: text().notNull(),
  createdAt: instant().notNull().defaultNow(),
  completedAt: instant(),
});

export const components = pgTable(
  'components',
  {
    cycleId: uuid().notNull(),
    position: integer().notNull(),
    type: text({ enum: componentTypes }).notNull(),
    state: text({ enum: ['pending', 'in_progress', 'completed'] }).notNull(),
    content: text(),
    score: integer(),
    visits: integer().notNull(),
    startedAt: instant(),
    completedAt: instant(),
  },
  (component) => [primaryKey({ columns: [component.cycleId, component.position] })],
);

export const conversations = pgTable('conversations', {
  id: uuid().primaryKey().defaultRandom(),
  cycleId: uuid().notNull(),
  component: text({ enum: componentTypes }).notNull(),
  startedAt: instant().notNull().defaultNow(),
});

export const messages = pgTable('messages', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  conversationId: uuid().notNull(),
  role: text({ enum: ['user', 'assistant'] }).notNull(),
  content: text().notNull(),
  tokens: integer(),
  sentAt: instant().notNull().defaultNow(),
});

export const documents = pgTable('documents', {
  id: uuid().primaryKey().defaultRandom(),
  cycleId: uuid().notNull(),
  requestedAt: instant().notNull().defaultNow(),
  /** Null until it has been written. */
  content: text(),
  /** Why it could not be written. */
  failure: text(),
});

export const cycleRelations = relations(cycles, ({ many }) => ({ components: many(components) }));
export const componentRelations = relations(components, ({ one }) => ({
  cycle: one(cycles, { fields: [components.cycleId], references: [cycles.id] }),
}));

/** One statement, which may run any number of times. */
export const createMissingTables = `do $$ begin
  create table if not exists sessions (
    id uuid primary key default gen_random_uuid(), owner_id text not null, title text not null,
    opened_at timestamptz not null default now(), last_active_at timestamptz not null default now(), closed_at timestamptz,
    is_kept boolean not null default false);
  create table if not exists cycles (
    id uuid primary key default gen_random_uuid(), session_id uuid not null references sessions on delete cascade,
    parent_id uuid references cycles on delete set null, title text not null,
    created_at timestamptz not null default now(), completed_at timestamptz);
  create table if not exists components (
    cycle_id uuid not null references cycles on delete cascade, position int not null, type text not null,
    state text not null, content text, score int check (score between 0 and 100), visits int not null,
    started_at timestamptz, completed_at timestamptz, primary key (cycle_id, position));
  create table if not exists conversations (
    id uuid primary key default gen_random_uuid(), cycle_id uuid not null references cycles on delete cascade,
    component text not null, started_at timestamptz not null default now());
  create table if not exists messages (
    id int primary key generated always as identity,
    conversation_id uuid not null references conversations on delete cascade,
    role text not null, content text not null, tokens int, sent_at timestamptz not null default now());
  create table if not exists documents (
    id uuid primary key default gen_random_uuid(), cycle_id uuid not null references cycles on delete cascade,
    requested_at timestamptz not null default now(), content text, failure text);
  create index if not exists documents_of_cycle on documents (cycle_id);
  create unique index if not exists open_sessions on sessions (owner_id, title) where closed_at is null;
  create index if not exists cycles_of_session on cycles (session_id);
  create index if not exists cycles_of_parent on cycles (parent_id);
  create index if not exists conversations_of_cycle on conversations (cycle_id);
  create index if not exists messages_of_conversation on messages (conversation_id);
end $$`;
