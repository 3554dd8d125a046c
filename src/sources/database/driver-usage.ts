/** Whether an application has to do with databases: by the files it has loaded, before anything is loaded for it. */

/** Packages whose modules hold the classes of the drivers that `driver-search.ts` knows. */
const DRIVERS: readonly string[] = [
  'pg',
  'pg-pool',
  'mysql2',
  'mongodb',
  'ioredis',
  '@redis/client',
  'redis',
  'tarn',
  'generic-pool',
];

/** Packages that load a driver when they connect, after we were asked whether there is one. */
const LOADERS: readonly string[] = [
  'typeorm',
  'knex',
  'sequelize',
  '@mikro-orm/core',
  'mongoose',
  'drizzle-orm',
  '@prisma/client',
  'bullmq',
  '@keyv/redis',
];

const driverFile = fileOf(DRIVERS);
const driverOrLoaderFile = fileOf([...DRIVERS, ...LOADERS]);

function fileOf(packages: readonly string[]): RegExp {
  const names = packages.map((name) => name.replace('/', '[\\\\/]')).join('|');
  return new RegExp(`[\\\\/]node_modules[\\\\/](?:${names})[\\\\/](?!.*node_modules)`);
}

/** Whether a driver is loaded, or a package that will load one. */
export function mayUseDrivers(): boolean {
  return loadedFiles().some((file) => driverOrLoaderFile.test(file));
}

export function driverFiles(): string[] {
  return loadedFiles().filter((file) => driverFile.test(file));
}

function loadedFiles(): string[] {
  // Some hosts (bundles, test runners) have no cache to look into.
  return Object.keys(require.cache ?? {});
}
