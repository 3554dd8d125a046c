/**
 * Queries through drivers that the library does not know: SQLite, Cassandra, a service that speaks SQL over HTTP. Those of
 * PostgreSQL, MySQL, MongoDB and Redis are found and measured by themselves, under the same names.
 */
import type { MeterFamily } from '../../kernel/index.js';
import { queriesByHand } from '../../sources/index.js';
import { Instrument, type InstrumentHost } from '../instrument.js';
import { observeWork, type Started } from '../observed-work.js';
import { DescribedQuery, type QueryRules, type QueryStart } from './described-query.js';

/**
 * Queries to databases whose drivers the library does not know.
 *
 * @example
 * ```ts
 * const database = getInstrument(DatabaseInstrument);
 * const statement = 'SELECT id FROM orders WHERE total > 10';
 *
 * const rows = await database.query({ system: 'sqlite', statement }, () => pool.query(statement));
 * ```
 */
export class DatabaseInstrument extends Instrument {
  readonly name = 'database';
  private readonly errors: MeterFamily<'counter'>;
  private readonly rules: QueryRules;

  constructor(host: InstrumentHost) {
    super(host);
    const known = queriesByHand();
    this.rules = { known, showsStatements: host.config.database.statements };
    host.measure([known.databaseQueryConvention]);
    this.errors = host.meter.define(known.queryErrors);
  }

  /**
   * Runs one query, as a span `SELECT orders`: timed by what it does, and counted with its class of error if it fails. A query
   * builder that is returned is started.
   */
  query<T>(start: QueryStart, work: () => T): Started<T> {
    const about = this.read(start);
    if (about.operation === undefined && about.statement === undefined) this.adviseToName();
    const query = new DescribedQuery(about, this.rules);
    const { name, operation } = query;
    return observeWork(this.host.pipeline, {
      start: { kind: 'database.query', name, labels: [operation], subject: query },
      work,
      onEnd: (_operation, outcome, error) => {
        if (outcome === 'ok') return;
        const errorType = query.failed(error);
        if (outcome === 'error') this.errors.cell([operation, errorType]).add(1);
      },
    });
  }

  private read(start: QueryStart): QueryStart {
    const { given } = this;
    const { system, operation, name, statement } = given.fields(start);
    return {
      system: given.name(system),
      ...(operation !== undefined && { operation: given.name(operation) }),
      ...(name !== undefined && { name: given.name(name) }),
      ...(statement !== undefined && { statement }),
    };
  }

  private adviseToName(): void {
    const advice = 'a query says neither its operation nor its statement, and is counted as `_OTHER`; give one of them';
    this.host.pipeline.diagnostics.misused(this.name, 'unnamed_query', advice);
  }
}
