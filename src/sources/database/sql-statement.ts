/** What a statement is called: its verb and what it is about, read once per text. */
import { readSql, scrubSql, type SqlDialect, type SqlToken } from '../../security/index.js';
import { queryNamed, type QueryName } from './query-name.js';

export interface SqlStatement extends QueryName {
  /** Without literals; made when somebody asks. */
  readonly text: string;
}

const VERBS: ReadonlySet<string> = new Set(
  (
    'SELECT INSERT UPDATE DELETE MERGE REPLACE UPSERT TRUNCATE COPY LOAD CALL DO EXECUTE VALUES TABLE ' +
    'CREATE ALTER DROP RENAME COMMENT GRANT REVOKE BEGIN START COMMIT ROLLBACK SAVEPOINT RELEASE ABORT END LOCK UNLOCK ' +
    'SET RESET SHOW USE EXPLAIN DESCRIBE ANALYZE VACUUM REINDEX CLUSTER REFRESH OPTIMIZE CHECK DISCARD ' +
    'DECLARE FETCH MOVE CLOSE PREPARE DEALLOCATE LISTEN NOTIFY UNLISTEN WITH XA KILL FLUSH'
  ).split(' '),
);
/** Verbs that a common table expression may lead to. */
const MAIN_VERBS: ReadonlySet<string> = new Set(['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MERGE']);
/** Words behind which the name of a table stands. */
const BEFORE_TARGET: ReadonlySet<string> = new Set(['FROM', 'INTO', 'UPDATE', 'TABLE', 'JOIN', 'CALL', 'COPY']);
/** Words that may stand between. */
const SKIPPED: ReadonlySet<string> = new Set(['ONLY', 'IF', 'NOT', 'EXISTS', 'LOW_PRIORITY', 'IGNORE', 'LATERAL']);

const MAX_REMEMBERED = 256;
const MAX_REMEMBERED_LENGTH = 2000;
const MAX_TOKENS_READ = 400;

const remembered: Readonly<Record<SqlDialect, Map<string, SqlStatement>>> = { postgresql: new Map(), mysql: new Map() };

/** Statements with parameters come again and again; they are read once. The memory is bounded in number and length. */
export function statementOf(text: string, dialect: SqlDialect): SqlStatement {
  const known = remembered[dialect].get(text);
  return known ?? remember(new ReadStatement(text, dialect), text, dialect);
}

function remember(statement: SqlStatement, text: string, dialect: SqlDialect): SqlStatement {
  const memory = remembered[dialect];
  if (memory.size >= MAX_REMEMBERED) memory.clear();
  if (text.length <= MAX_REMEMBERED_LENGTH) memory.set(text, statement);
  return statement;
}

class ReadStatement implements SqlStatement {
  readonly operation: string;
  readonly target: string | undefined;
  readonly name: string;
  readonly labels: string[];
  private scrubbed: string | undefined;

  constructor(
    private readonly raw: string,
    private readonly dialect: SqlDialect,
  ) {
    const { verb, target } = readHead(raw, dialect);
    ({
      operation: this.operation,
      target: this.target,
      name: this.name,
      labels: this.labels,
    } = queryNamed(verb, target));
  }

  get text(): string {
    return (this.scrubbed ??= scrubSql(this.raw, this.dialect));
  }
}

/** The statement's verb and the first table it names. */
function readHead(text: string, dialect: SqlDialect): { verb: string | undefined; target: string | undefined } {
  const head = new StatementHead(text);
  let tokens = 0;
  readSql(text, dialect, (token) => tokens++ < MAX_TOKENS_READ && head.read(token));
  return head;
}

class StatementHead {
  verb: string | undefined;
  target: string | undefined;
  private depth = 0;
  private expects: 'verb' | 'table' | 'more' | undefined = 'verb';
  private isAfterDot = false;

  constructor(private readonly text: string) {}

  /** False when there is nothing more to learn. */
  read({ kind, start, end }: SqlToken): boolean {
    const shown = this.text.slice(start, end);
    if (shown === ';') return this.verb === undefined;
    if (shown === '(') this.depth++;
    if (shown === ')') this.depth--;
    if (kind === 'identifier' || kind === 'word') return this.readWord(shown, kind === 'word');
    if (this.expects === 'more') return this.readDot(shown);
    if (this.expects === 'table') this.expects = undefined;
    return true;
  }

  private readWord(shown: string, isPlain: boolean): boolean {
    const word = isPlain ? shown.toUpperCase() : '';
    if (this.expects === 'more' && !this.isAfterDot) return false;
    if (this.expects === 'table' || this.expects === 'more') return this.readTable(shown, word);
    if (this.expects === 'verb') {
      this.verb = VERBS.has(word) ? word : undefined;
      this.expects = this.verb !== undefined && BEFORE_TARGET.has(this.verb) ? 'table' : undefined;
      return this.verb !== undefined;
    }
    // Behind WITH the statement proper begins outside the parentheses.
    if (this.verb === 'WITH' && this.depth === 0 && MAIN_VERBS.has(word)) this.verb = word;
    if (this.verb !== 'WITH' && BEFORE_TARGET.has(word)) this.expects = 'table';
    return true;
  }

  private readTable(shown: string, word: string): boolean {
    if (SKIPPED.has(word)) return true;
    const name = shown.replace(/^["`]|["`]$/g, '');
    this.target = this.isAfterDot ? `${this.target}.${name}` : name;
    this.isAfterDot = false;
    this.expects = 'more';
    return true;
  }

  private readDot(shown: string): boolean {
    this.isAfterDot = shown === '.';
    return this.isAfterDot;
  }
}
