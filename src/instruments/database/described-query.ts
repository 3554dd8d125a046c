/** A query as its caller describes it, in OpenTelemetry's terms. Statements are read and shown by the rules of known drivers. */
import type { Attributes } from '../../kernel/index.js';
import { OVERFLOW_LABEL } from '../../metrics/index.js';
import type { SqlDialect } from '../../security/index.js';
import type { queriesByHand, QueryFailure, QuerySubject, SqlStatement } from '../../sources/index.js';

/**
 * What is known of a query, in OpenTelemetry's terms.
 *
 * @example
 * ```ts
 * const start: QueryStart = { system: 'neo4j', operation: 'match', name: 'match friends' };
 *
 * getInstrument(DatabaseInstrument).query(start, () => pool.query('MATCH (p:Person) RETURN p'));
 * ```
 */
export interface QueryStart {
  /** OpenTelemetry's `db.system.name`: `sqlite`, `cassandra`, `neo4j`. */
  readonly system: string;
  /** What is done, a handful of values such as `SELECT` or `match`; a label. @default the verb of the statement, where it is SQL */
  readonly operation?: string;
  /**
   * SQL; its verb and table name the query, and the span shows it without its literals unless `database.statements` is off. It
   * is neither read nor shown where it is not known what a literal is, which is everywhere but in PostgreSQL, CockroachDB,
   * Redshift, DuckDB, SQLite, Cassandra, Trino, DB2, SQL Server, MySQL, MariaDB and TiDB.
   */
  readonly statement?: string;
  /** Name of the span, a handful of values. @default operation and table */
  readonly name?: string;
}

/** Systems whose literals are those of a dialect that is known, by OpenTelemetry's names. */
const SQL_SYSTEMS: Readonly<Record<string, SqlDialect>> = {
  postgresql: 'postgresql',
  cockroachdb: 'postgresql',
  'aws.redshift': 'postgresql',
  duckdb: 'postgresql',
  sqlite: 'postgresql',
  cassandra: 'postgresql',
  trino: 'postgresql',
  'ibm.db2': 'postgresql',
  'microsoft.sql_server': 'postgresql',
  mysql: 'mysql',
  mariadb: 'mysql',
  tidb: 'mysql',
};

export interface QueryRules {
  readonly known: ReturnType<typeof queriesByHand>;
  readonly showsStatements: boolean;
}

export class DescribedQuery implements QuerySubject {
  /** A label. */
  readonly operation: string;
  /** Of its span. */
  readonly name: string;
  private readonly statement: SqlStatement | undefined;
  private failure: QueryFailure | undefined;

  constructor(
    private readonly about: QueryStart,
    private readonly rules: QueryRules,
  ) {
    this.statement = readStatement(about, rules);
    this.operation = about.operation ?? this.statement?.operation ?? OVERFLOW_LABEL;
    this.name = about.name ?? [this.operation, this.statement?.target].filter(Boolean).join(' ');
  }

  /** Remembers why it failed, and tells the class of that: a label. */
  failed(error: unknown): string {
    this.failure = this.rules.known.failureOf(error);
    return this.failure.type;
  }

  attributes(): Attributes {
    const text = this.rules.showsStatements ? this.statement?.text : undefined;
    return { ...this.attributesWithoutStatement(), 'db.query.text': text };
  }

  attributesWithoutStatement(): Attributes {
    const { about, operation, statement, failure } = this;
    return {
      'db.system.name': about.system,
      'db.operation.name': operation,
      'db.collection.name': statement?.target,
      'db.query.summary': about.name,
      ...(failure && { 'error.type': failure.status ?? failure.type, 'db.response.status_code': failure.status }),
    };
  }
}

function readStatement({ system, statement }: QueryStart, { known }: QueryRules): SqlStatement | undefined {
  if (typeof statement !== 'string' || !Object.hasOwn(SQL_SYSTEMS, system)) return undefined;
  return known.statementOf(statement, SQL_SYSTEMS[system]!);
}
