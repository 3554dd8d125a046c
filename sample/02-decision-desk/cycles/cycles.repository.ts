/** Cycles in the database. A cycle is read and written as a whole: its row and its eight components. */
import { Injectable } from '@nestjs/common';
import { and, asc, eq, sql } from 'drizzle-orm';
import { Timed, Traced } from 'nestjs-observability';
import { NotFound } from '../common/domain-error.js';
import type { Queries } from '../database/connect.js';
import { DatabaseService } from '../database/database.service.js';
import { components, cycles } from '../database/schema.js';
import type { Cycle, CycleRow, NewCycle } from './cycle.js';

@Traced()
@Injectable()
export class CyclesRepository {
  constructor(private readonly database: DatabaseService) {}

  insert({ components: parts, ...row }: NewCycle): Promise<Cycle> {
    return this.database.queries.transaction(async (queries) => {
      const [cycle] = await queries.insert(cycles).values(row).returning();
      await queries
        .insert(components)
        .values(parts.map((part, position) => ({ ...part, cycleId: cycle!.id, position })));
      return { ...cycle!, components: parts };
    });
  }

  /** Throws `NotFound`. */
  find(id: string): Promise<Cycle> {
    return load(this.database.queries, id);
  }

  async listOf(sessionId: string): Promise<CycleRow[]> {
    const ofSession = this.database.queries.select().from(cycles).where(eq(cycles.sessionId, sessionId));
    return ofSession.orderBy(asc(cycles.createdAt));
  }

  /** Lets `rule` change the cycle while nobody else can; when it throws, nothing is saved. Throws `NotFound`. */
  @Timed('cycle_change_duration_seconds', { help: 'From taking the lock on a cycle to having saved it.' })
  change(id: string, rule: (cycle: Cycle) => Cycle): Promise<Cycle> {
    return this.database.queries.transaction(async (queries) => {
      await queries.execute(sql`select 1 from ${cycles} where ${cycles.id} = ${id} for update`);
      const before = await load(queries, id);
      const after = rule(before);
      await save(queries, before, after);
      return after;
    });
  }
}

async function load(queries: Queries, id: string): Promise<Cycle> {
  const cycle = await queries.query.cycles.findFirst({
    where: eq(cycles.id, id),
    with: { components: { columns: { cycleId: false, position: false }, orderBy: asc(components.position) } },
  });
  if (cycle === undefined) throw new NotFound('cycle', id);
  return cycle;
}

/** Rules copy what they change, and change one component at a time. */
async function save(queries: Queries, before: Cycle, after: Cycle): Promise<void> {
  if (after.completedAt !== before.completedAt) {
    await queries.update(cycles).set({ completedAt: after.completedAt }).where(eq(cycles.id, after.id));
  }
  const position = after.components.findIndex((component, index) => component !== before.components[index]);
  if (position < 0) return;
  const place = and(eq(components.cycleId, after.id), eq(components.position, position));
  await queries.update(components).set(after.components[position]!).where(place);
}
