/** What is being decided right now, as a page of the console: it asks the same database as the desk itself. */
import { count, desc, eq, isNull } from 'drizzle-orm';
import type { ConsolePage, ConsolePageSection } from 'nestjs-observability';
import { DatabaseService } from './database/database.service.js';
import { components, cycles, sessions } from './database/schema.js';

const newestCount = 50;

export const decisionsPage: ConsolePage = {
  id: 'decisions',
  title: 'Decisions',
  group: 'Work',
  description: 'What is being decided right now.',
  sections: async (_query, { get }) => {
    const { queries } = get(DatabaseService);
    const [open] = await queries.select({ sessions: count() }).from(sessions).where(isNull(sessions.closedAt));
    const [begun] = await queries.select({ cycles: count() }).from(cycles);
    const [undecided] = await queries.select({ cycles: count() }).from(cycles).where(isNull(cycles.completedAt));
    return [
      figures({ 'Open sessions': open?.sessions, Cycles: begun?.cycles, 'Not decided yet': undecided?.cycles }),
      await underWay(queries),
      await newest(queries),
    ];
  },
};

type Queries = DatabaseService['queries'];

function figures(values: Readonly<Record<string, number | undefined>>): ConsolePageSection {
  return {
    type: 'figures',
    figures: Object.entries(values).map(([label, value]) => ({ label, value: value ?? 0 })),
  };
}

/** Where people are in their cycles. */
async function underWay(queries: Queries): Promise<ConsolePageSection> {
  const rows = await queries
    .select({ type: components.type, count: count() })
    .from(components)
    .where(eq(components.state, 'in_progress'))
    .groupBy(components.type)
    .orderBy(desc(count()));
  return {
    type: 'table',
    title: 'Components under way',
    columns: [
      { name: 'type', title: 'Component' },
      { name: 'count', title: 'Cycles', align: 'right' },
    ],
    rows: rows.map(({ type, count: howMany }) => ({ type: type.replaceAll('_', ' '), count: howMany })),
  };
}

async function newest(queries: Queries): Promise<ConsolePageSection> {
  const rows = await queries.select().from(cycles).orderBy(desc(cycles.createdAt)).limit(newestCount);
  return {
    type: 'table',
    title: 'Newest cycles',
    columns: [
      { name: 'title', title: 'Title' },
      { name: 'begun', title: 'Begun' },
      { name: 'decided', title: 'Decided' },
    ],
    rows: rows.map(({ title, createdAt, completedAt }) => ({
      title,
      begun: createdAt.toISOString(),
      decided: completedAt?.toISOString() ?? 'not yet',
    })),
  };
}
