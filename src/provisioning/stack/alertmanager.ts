/** Alertmanager: one message per service and alert, the louder silences the quieter, and a webhook that prints. */
import type { GeneratedFile } from '../provisioning.js';
import { address, programs } from './topology.js';
import { yamlFile } from './yaml-file.js';

export const ALERT_LOG = 'alertmanager/alert-log.mjs';

export function alertmanagerFiles(): GeneratedFile[] {
  return [configuration(), { path: ALERT_LOG, text: alertLog }];
}

function configuration(): GeneratedFile {
  const comment = [
    'The webhook prints what arrives: docker compose logs alert-log.',
    'Put the address of the chat or of the pager in its place.',
  ];
  return yamlFile('alertmanager/alertmanager.yml', comment, {
    route: {
      receiver: 'webhook',
      group_by: ['service', 'alertname', 'slo'],
      group_wait: '10s',
      group_interval: '1m',
      repeat_interval: '4h',
      routes: [{ matchers: ['severity = info'], receiver: 'webhook', repeat_interval: '1d' }],
    },
    receivers: [
      {
        name: 'webhook',
        webhook_configs: [{ url: `http://${address('alert-log', 'http')}/alerts`, send_resolved: true }],
      },
    ],
    inhibit_rules: inhibitions,
  });
}

const inhibitions = [
  // An objective that pages does not open a ticket too.
  {
    source_matchers: ['severity = critical', 'slo =~ ".+"'],
    target_matchers: ['severity = warning'],
    equal: ['service', 'slo'],
  },
  {
    source_matchers: ['alertname = ApplicationNotReady'],
    target_matchers: ['alertname =~ "InstanceNotReady|HealthCheckFailing"'],
    equal: ['service'],
  },
];

const alertLog = `// Prints every alert that Alertmanager sends, one line each.
import { createServer } from 'node:http';

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    for (const { status, labels, annotations } of JSON.parse(Buffer.concat(chunks).toString()).alerts)
      console.log(JSON.stringify({ status, ...labels, ...annotations }));
    response.end();
  } catch (error) {
    response.writeHead(400).end(String(error));
  }
}).listen(${programs['alert-log'].ports.http});
`;
