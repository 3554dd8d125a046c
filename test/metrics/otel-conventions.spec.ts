/** `conventions: 'otel'` over real requests, real outgoing calls and a real driver: every sample compared with what happened. */
import { Controller, Get, HttpCode, Inject, InternalServerErrorException, Param, Post, Res } from '@nestjs/common';
import { BSON, MongoClient, type Document } from 'mongodb';
import { Agent, createServer, get as httpGet, request as httpRequest, type ServerResponse } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readExposition } from '../../src/testing/exposition-reader.js';
import { farSide, type FarSide } from '../outgoing/far-side.js';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';
import { eventually } from '../support/child-process.js';
import { startMongoStandIn, type MongoStandIn } from '../support/mongodb-stand-in.js';

const CLIENT = Symbol('client');

@Controller()
class ShopController {
  constructor(@Inject(CLIENT) private readonly client: MongoClient) {}

  @Get('orders/:id')
  find(@Param('id') id: string): object {
    return { id };
  }

  @Post('orders')
  @HttpCode(202)
  create(): object {
    return {};
  }

  @Get('broken')
  broken(): never {
    throw new InternalServerErrorException();
  }

  @Get('slow')
  async slow(): Promise<string> {
    await wait(5000, undefined, { ref: false });
    return 'late';
  }

  /** The answer breaks off behind its head. */
  @Get('cut')
  cut(@Res() reply: { raw?: ServerResponse } & ServerResponse): void {
    const response = reply.raw ?? reply;
    response.writeHead(200, { 'content-length': '100' }).write('half of it');
    setTimeout(() => response.destroy(new RangeError('broke off')), 10);
  }

  @Get('query/:name')
  async query(@Param('name') name: string): Promise<unknown> {
    const orders = this.client.db().collection('orders');
    return name === 'find' ? orders.find({ customer: 'ada' }).toArray() : orders.distinct('x').catch(() => 'refused');
  }
}

function answer(command: Document): Document {
  if ('find' in command)
    return { cursor: { id: BSON.Long.ZERO, ns: 'shop.orders', firstBatch: [{ customer: 'ada' }] } };
  return 'distinct' in command ? { ok: 0, code: 13, codeName: 'Unauthorized', errmsg: 'not allowed' } : {};
}

const HTTP_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const DATABASE_BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

/** Every series of a histogram with how often it was observed, labels that are empty left out as Prometheus does. */
function countsOf(text: string, name: string): Record<string, string | number>[] {
  const series = readExposition(text).filter((sample) => sample.name === `${name}_count`);
  return series.map(({ labels, value }) => ({
    ...Object.fromEntries(Object.entries(labels).filter(([, label]) => label !== '')),
    count: value,
  }));
}

function bucketsOf(text: string, name: string): number[] {
  const bounds = readExposition(text).filter((sample) => sample.name === `${name}_bucket`);
  return [...new Set(bounds.map(({ labels }) => Number(labels['le']?.replace('+Inf', 'Infinity'))))].filter(
    Number.isFinite,
  );
}

const familiesIn = (text: string): string[] => [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name!);

describe.each(platforms)("conventions: 'otel' on %s", (platform) => {
  let application: RunningApplication;
  let mongo: MongoStandIn;
  let client: MongoClient;
  let far: FarSide;

  beforeEach(async () => {
    [mongo, far] = await Promise.all([startMongoStandIn(answer), farSide()]);
    client = new MongoClient(mongo.url, { serverSelectionTimeoutMS: 2000 });
    await client.connect();
    application = await startApplication({
      platform,
      controllers: [ShopController],
      providers: [{ provide: CLIENT, useValue: client }],
      observability: { conventions: 'otel' },
    });
  });
  afterEach(async () => {
    await closeApplications();
    await client.close();
    await Promise.all([mongo.close(), far.close()]);
  });

  /** Calls that are over may not have been counted yet; what was counted too much stays. */
  const expectCounts = async (name: string, expected: readonly object[]): Promise<string> => {
    const total = (counts: readonly object[]) =>
      counts.reduce((sum, each) => sum + (each as { count: number }).count, 0);
    const text = await eventually(async () => {
      const page = await application.scrape();
      return total(countsOf(page, name)) >= total(expected) ? page : undefined;
    }, 5000);
    expect(new Set(countsOf(text, name))).toEqual(new Set(expected));
    return text;
  };

  it('shows requests with the attributes of the stable HTTP conventions', async () => {
    await application.request('/orders/1');
    await application.request('/orders/2');
    await application.request('/orders', { method: 'POST' });
    await application.request('/nowhere');
    await application.request('/broken');
    await ask('PROPFIND', '/nowhere');
    await application.request('/cut').then((response) => response.text().catch(() => 'cut'));
    await abortWhileActive('/slow');

    const served = { url_scheme: 'http', network_protocol_version: '1.1' };
    const get = { ...served, http_request_method: 'GET' };
    const unknown = { ...served, http_request_method: '_OTHER' };
    const text = await expectCounts('http_server_request_duration_seconds', [
      { ...get, http_route: '/orders/:id', http_response_status_code: '200', count: 2 },
      { ...served, http_request_method: 'POST', http_route: '/orders', http_response_status_code: '202', count: 1 },
      { ...get, http_response_status_code: '404', count: 1 },
      { ...get, http_route: '/broken', http_response_status_code: '500', error_type: '500', count: 1 },
      { ...unknown, http_response_status_code: '404', count: 1 },
      { ...get, http_route: '/cut', http_response_status_code: '200', error_type: 'RangeError', count: 1 },
      { ...get, http_route: '/slow', http_response_status_code: '499', count: 1 },
    ]);
    expect(bucketsOf(text, 'http_server_request_duration_seconds')).toEqual(HTTP_BUCKETS);
  });

  it('keeps our names where OpenTelemetry has none that are stable, and no others', async () => {
    await application.request('/orders/1');
    await application.request('/query/find');
    await application.recorder.waitFor(({ operations }) => operations.some(({ kind }) => kind === 'database.query'));

    const families = familiesIn(await application.scrape());
    for (const name of ['http_requests_total', 'http_requests_active', 'http_response_size_bytes', 'db_errors_total'])
      expect(families).toContain(name);
    for (const name of ['http_request_duration_seconds', 'db_query_duration_seconds'])
      expect(families).not.toContain(name);
  });

  it('shows queries with the attributes of the stable database conventions', async () => {
    await application.request('/query/find');
    await application.request('/query/find');
    await application.request('/query/distinct');

    const database = {
      db_system_name: 'mongodb',
      db_namespace: 'shop',
      server_address: '127.0.0.1',
      server_port: new URL(mongo.url).port,
    };
    const refused = { db_response_status_code: '13', error_type: '13' };
    const text = await expectCounts('db_client_operation_duration_seconds', [
      { ...database, db_operation_name: 'find', count: 2 },
      { ...database, db_operation_name: 'distinct', ...refused, count: 1 },
    ]);
    expect(bucketsOf(text, 'db_client_operation_duration_seconds')).toEqual(DATABASE_BUCKETS);
  });

  it('shows outgoing calls with the attributes of the stable HTTP conventions, traced or not', async () => {
    // Scrapes and requests of this test leave this process as calls, too: they are told apart by their port.
    const farPort = new URL(far.url).port;
    await fetch(`${far.url}/`).then((response) => response.text());
    await fetch(`${far.url}/echo`, { method: 'POST', body: 'x' }).then((response) => response.text());
    await fetch(`${far.url}/broken`).then((response) => response.text());
    await byNode(`${far.url}/missing`);
    await byNode(`${far.url}/cut`);
    await fetch(`${far.url}/silent`, { signal: AbortSignal.timeout(50) }).catch(() => 'timeout');
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 50);
    await fetch(`${far.url}/silent`, { signal: abort.signal }).catch(() => 'aborted');

    const target = { server_address: 'localhost', server_port: farPort };
    const get = { http_request_method: 'GET', ...target };
    const expected = new Set([
      { ...get, http_response_status_code: '200', count: 1 },
      { http_request_method: 'POST', ...target, http_response_status_code: '200', count: 1 },
      { ...get, http_response_status_code: '503', error_type: '503', count: 1 },
      { ...get, http_response_status_code: '404', error_type: '404', count: 1 },
      { ...get, error_type: 'ECONNRESET', count: 1 },
      { ...get, error_type: 'timeout', count: 1 },
      { ...get, count: 1 },
    ]);
    const toFar = (page: string) =>
      countsOf(page, 'http_client_request_duration_seconds').filter(({ server_port: port }) => port === farPort);
    const text = await eventually(async () => {
      const page = await application.scrape();
      return toFar(page).length >= expected.size ? page : undefined;
    }, 5000);
    expect(new Set(toFar(text))).toEqual(expected);
    expect(bucketsOf(text, 'http_client_request_duration_seconds')).toEqual(HTTP_BUCKETS);
    expect(familiesIn(text)).toContain('transport_operations_total');
  });

  it('names a Unix socket as the server it is', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'otel-'));
    const socketPath = join(directory, 'socket');
    const server = createServer((_request, response) => void response.end('answer'));
    await new Promise<void>((resolve) => server.listen(socketPath, resolve));
    await new Promise((resolve) =>
      httpGet({ socketPath, path: '/', agent: new Agent() }, (response) => response.resume().once('close', resolve)),
    );
    await new Promise((resolve) => server.close(resolve));
    rmSync(directory, { recursive: true });

    expect(countsOf(await application.scrape(), 'http_client_request_duration_seconds')).toContainEqual({
      http_request_method: 'GET',
      server_address: socketPath,
      http_response_status_code: '200',
      count: 1,
    });
  });

  const ask = (method: string, path: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const sent = httpRequest({ port: application.port, method, path }, (response) => {
        response.resume().once('end', resolve);
      });
      sent.once('error', reject).end();
    });

  const byNode = (url: string): Promise<unknown> =>
    new Promise((resolve) => {
      const sent = httpGet(url, { agent: false }, (response) => response.resume().once('close', resolve));
      sent.once('error', resolve);
    });

  const abortWhileActive = async (path: string): Promise<void> => {
    const abort = new AbortController();
    const pending = application.request(path, { signal: abort.signal }).catch(() => 'gone');
    await eventually(async () =>
      /^http_requests_active\{[^}]*\} 1$/m.test(await application.scrape()) ? true : undefined,
    );
    abort.abort();
    await pending;
  };
});

it('shows our names unless told otherwise', async () => {
  const application = await startApplication({});
  await application.request('/nowhere');
  await application.recorder.waitFor(({ operations }) => operations.length > 0);

  const families = familiesIn(await application.scrape());
  await closeApplications();
  expect(families).toContain('http_request_duration_seconds');
  expect(families.filter((name) => /^(http_(server|client)|db_client)_/.test(name))).toEqual([]);
});
