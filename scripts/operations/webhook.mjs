// Where Alertmanager's messages arrive. Each alert is passed on when it begins and when it is over, however often it is sent.
import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * @param onAlert gets { status: 'firing' or 'resolved', labels, annotations, startsAt, … }, see
 *   https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 * @returns { address, close }
 */
export async function startWebhook(onAlert) {
  const told = new Set();
  const server = createServer(async (request, response) => {
    for (const alert of await alertsIn(request)) {
      const key = [alert.fingerprint, alert.startsAt, alert.status].join();
      if (!told.has(key)) onAlert(alert);
      told.add(key);
    }
    response.end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const close = () => server.close().closeAllConnections();
  return { address: `127.0.0.1:${server.address().port}`, close };
}

async function alertsIn(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString()).alerts;
}
