// Starts the compiled application on a real socket, asks it, sees its spans arrive, and lets it end.
import { ended, startCommand } from '../command.mjs';
import { startReceiver } from '../otlp-receiver.mjs';

const startTimeoutMs = 60_000;

/** A path that is asked, and what its answer has to hold. */
const questions = {
  'orders/7': '{"id":"7"}',
  metrics: 'http_requests_total{method="GET",route="/orders/:id",status="200"} 1',
  'health/ready': '"status":"ready"',
};
const spans = ['GET /orders/:id', 'OrdersService.find'];

export function start({ folder, installer, environment }) {
  const command = [...installer.node({ folder }), 'dist/main.js'];
  return startAndAsk({ command, folder, environment });
}

/** @returns what was wrong, or undefined */
export async function startAndAsk({ command: [file, ...args], folder, environment }) {
  const receiver = await startReceiver();
  const tracing = { OTLP_ENDPOINT: receiver.url };
  const { child, output } = startCommand({ file, args, cwd: folder, environment: { ...environment, ...tracing } });
  const end = ended(child, output, startTimeoutMs);
  const answers = ask(child, output).catch(({ message }) => [`It did not answer: ${message}`]);
  const wrongAnswers = await Promise.race([answers, end.then(() => ['It ended before all was asked.'])]);
  child.stdin.end();
  const wrongEnd = endProblems(await end);
  const unseen = spans.filter((name) => !receiver.received().includes(name)).map((name) => `No span ${name} arrived.`);
  receiver.close();
  const problems = [...wrongAnswers, ...wrongEnd, ...unseen];
  return problems.length === 0 ? undefined : [...problems, output.stdout, output.stderr].join('\n');
}

async function ask(child, output) {
  const url = await listening(child, output);
  const problems = [];
  for (const [path, wanted] of Object.entries(questions)) {
    const answer = await fetch(`${url}/${path}`);
    const text = await answer.text();
    if (answer.status !== 200 || !text.includes(wanted)) problems.push(`/${path} answered ${answer.status}: ${text}`);
  }
  return problems;
}

function listening(child, output) {
  return new Promise((resolve) => {
    child.stdout.on('data', () => {
      const url = /^listening (\S+)\n/m.exec(output.stdout)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
}

function endProblems({ exitCode, isTimeout, stderr }) {
  if (isTimeout) return ['It did not end by itself.'];
  return [
    ...(exitCode === 0 ? [] : [`It ended with ${exitCode ?? 'a signal'}.`]),
    ...(stderr === '' ? [] : [`It wrote to stderr: ${stderr}`]),
  ];
}
