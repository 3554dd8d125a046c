/** Where the servers are; `npm run start:microservices` starts them and says so in these variables. */
export const natsUrl = process.env['TEST_NATS_URL'] ?? 'nats://127.0.0.1:4222';
export const redisUrl = process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379';
export const databaseUrl = process.env['TEST_POSTGRESQL_URL'] ?? 'postgresql://postgres@127.0.0.1:5432/postgres';
