/** MongoDB in readiness, against a stand-in: Debian has no MongoDB. */
import { MongoClient } from 'mongodb';
import { closeApplications } from '../support/application.js';
import { startMongoStandIn, type MongoStandIn } from '../support/mongodb-stand-in.js';
import { becomes, startWith } from './outage-suite.js';

let server: MongoStandIn;
let client: MongoClient;

afterEach(async () => {
  await closeApplications();
  await client.close(true);
  await server.close();
});

it('a MongoClient is asked for a ping: ready, hanging, refused, and ready again', async () => {
  let ping: object | undefined = {};
  server = await startMongoStandIn((command) => ('ping' in command ? ping : {}));
  client = new MongoClient(server.url);
  await client.connect();
  const application = await startWith({ providers: [{ provide: 'mongo', useFactory: () => client }] });
  await becomes(application, 200, { steady: 'ok', database: 'ok' });

  ping = undefined;
  await becomes(application, 503, { steady: 'ok', database: 'fail' });
  ping = { ok: 0, errmsg: 'not primary' };
  await becomes(application, 503, { steady: 'ok', database: 'fail' });
  ping = {};
  await becomes(application, 200, { steady: 'ok', database: 'ok' });
});
