/** What stands before a driver: TypeORM, Drizzle and Prisma. */
import { dependency, type Dependency } from './dependency.js';
import { mongoClient } from './mongodb.js';
import { mysqlPool } from './mysql.js';
import { pgPool } from './postgresql.js';
import { isObject, ownValue, Shape } from './shape.js';

const STATEMENT = 'SELECT 1';

interface DataSource {
  readonly isInitialized: boolean;
  readonly driver: object;
  query(statement: string): Promise<unknown>;
}

export const typeormDataSource = dependency<DataSource>({
  kind: 'database',
  recognises: (shape) =>
    shape.hasMethods('createQueryRunner', 'query') &&
    typeof shape.own('isInitialized') === 'boolean' &&
    isObject(shape.own('driver')),
  isOpen: ({ isInitialized }) => isInitialized,
  ask: (dataSource, signal) => {
    const [driver, client] = driverOf(dataSource) ?? [];
    return driver === undefined ? dataSource.query(STATEMENT) : driver.ask(client!, signal);
  },
});

const DRIVERS: readonly Dependency[] = [pgPool, mysqlPool, mongoClient];

/** Its pool, which can be asked without losing a connection; undefined for other databases. */
function driverOf({ driver }: DataSource): readonly [Dependency, object] | undefined {
  const queryRunner = ownValue(driver, 'queryRunner');
  const clients = [
    ownValue(driver, 'master'),
    ownValue(driver, 'pool'),
    isObject(queryRunner) ? ownValue(queryRunner, 'databaseConnection') : undefined,
  ];
  for (const client of clients.filter(isObject)) {
    const found = DRIVERS.find((candidate) => candidate.recognises(Shape.of(client)));
    if (found !== undefined) return [found, client];
  }
  return undefined;
}

/** The driver's pool or client behind a Drizzle database; anything else stands for itself. */
export function behindDrizzle(candidate: object): object {
  const shape = Shape.of(candidate);
  const client = shape.own('$client');
  return isObject(client) && isObject(shape.own('dialect')) ? client : candidate;
}

interface PrismaClient {
  readonly _activeProvider?: string;
  $queryRawUnsafe(statement: string): Promise<unknown>;
  $runCommandRaw?(command: object): Promise<unknown>;
}

/** A proxy, known by its class; it connects when it is used, like a pool. */
export const prismaClient = dependency<PrismaClient>({
  kind: 'database',
  recognises: (shape) => shape.hasMethods('$connect', '$queryRawUnsafe'),
  isOpen: () => true,
  // Prisma's promises are lazy: awaited, or nothing is asked.
  ask: async (client) => {
    const { _activeProvider: provider } = client;
    if (provider === 'mongodb') await client.$runCommandRaw!({ ping: 1 });
    else await client.$queryRawUnsafe(STATEMENT);
  },
});

/** Whatever takes a statement and promises its result; only where the user says so. */
export const anyQueryable = dependency<Pick<DataSource, 'query'>>({
  kind: 'database',
  recognises: () => false,
  isOpen: () => true,
  ask: (client) => client.query(STATEMENT),
});
