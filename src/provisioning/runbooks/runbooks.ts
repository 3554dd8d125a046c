/** A Markdown page for every alert that is generated, under the name that `runbook_url` links to. */
import type { GeneratedFile, ProvisioningInput } from '../provisioning.js';
import { burnAlerts, burnExpression, type BurnAlertName } from '../prometheus/burn-rates.js';
import { Queries } from '../prometheus/queries.js';
import { objectiveLabels, serviceAlertsOf } from '../prometheus/rules.js';
import type { Runbook, RunbookQuery } from './runbook.js';
import { runbookTexts } from './texts/index.js';

interface Page {
  readonly name: string;
  /** What the alert asks; of each objective where there are several. */
  readonly expressions: readonly string[];
}

/** `runbooks/<Alert>.md`: what it means, first look, likely causes, queries, how to stop the bleeding. */
export function runbooks(input: ProvisioningInput): GeneratedFile[] {
  const queries = new Queries(input);
  const pages = [
    ...serviceAlertsOf(input).map(({ name, expression }) => ({ name, expressions: [expression] })),
    ...burnPages(input),
  ];
  return pages.map((page) => ({ path: `runbooks/${page.name}.md`, text: textOf(page, queries) }));
}

function burnPages(input: ProvisioningInput): Page[] {
  if (input.objectives.length === 0) return [];
  const names = new Set<BurnAlertName>(burnAlerts.map(({ name }) => name));
  return [...names].map((name) => ({ name, expressions: burnExpressionsOf(name, input) }));
}

function burnExpressionsOf(name: BurnAlertName, input: ProvisioningInput): string[] {
  const alerts = burnAlerts.filter((alert) => alert.name === name);
  return input.objectives.flatMap((objective) =>
    alerts.map((alert) => burnExpression(alert, objective, objectiveLabels(objective, input))),
  );
}

function textOf({ name, expressions }: Page, queries: Queries): string {
  const runbook = runbookTexts[name as keyof typeof runbookTexts];
  const parts = [
    `# ${name}`,
    '## What it means',
    runbook.meaning,
    '## First look',
    ...list(runbook.firstLook, (index) => `${index + 1}.`),
    '## Likely causes',
    ...list(runbook.causes),
    '## Queries',
    'The alert itself:',
    ...expressions.map(code),
    ...questionsOf(runbook, queries).flatMap(({ question, expression }) => [question, code(expression)]),
    '## How to stop the bleeding',
    ...list(runbook.relief),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Only what this application can answer. */
function questionsOf({ queries: ask }: Runbook, queries: Queries): RunbookQuery[] {
  return ask(queries).filter(({ metric }) => queries.has(metric));
}

function list(lines: readonly string[], bullet: (index: number) => string = () => '-'): string[] {
  return [lines.map((line, index) => `${bullet(index)} ${line}`).join('\n')];
}

function code(expression: string): string {
  return ['```promql', expression, '```'].join('\n');
}
