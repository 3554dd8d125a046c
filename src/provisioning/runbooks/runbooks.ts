/** A Markdown page for every alert that is generated, under the name that `runbook_url` links to. */
import type { GeneratedFile, ProvisioningInput } from '../provisioning.js';
import type { Alert } from '../prometheus/alert.js';
import { burnAlerts, burnExpression, type BurnAlertName, type BurnRule } from '../prometheus/burn-rates.js';
import { Queries } from '../prometheus/queries.js';
import { dashboardLink, objectiveLabels, serviceAlertsOf } from '../prometheus/rules.js';
import { slugOf } from '../slug.js';
import type { Runbook, RunbookQuery } from './runbook.js';
import { runbookTexts } from './texts/index.js';

interface Page {
  readonly name: string;
  /** How loud it is, when it speaks, and where it can be seen. */
  readonly facts: readonly string[];
  /** What the alert asks; of each objective where there are several. */
  readonly expressions: readonly string[];
}

/** `runbooks/<Alert>.md`: what it means, first look, likely causes, queries, how to stop the bleeding. */
export function runbooks(input: ProvisioningInput): GeneratedFile[] {
  const pages = [...serviceAlertsOf(input).map((alert) => servicePage(alert, input)), ...burnPages(input)];
  return pages.map((page) => ({ path: `runbooks/${page.name}.md`, text: textOf(page, input) }));
}

function servicePage({ name, severity, forMinutes, dashboard, expression }: Alert, input: ProvisioningInput): Page {
  const since = forMinutes === 0 ? 'at once' : `when it has lasted ${forMinutes} min`;
  return { name, facts: factsOf({ severity, since, dashboard }, input), expressions: [expression] };
}

function burnPages(input: ProvisioningInput): Page[] {
  if (input.objectives.length === 0) return [];
  const names = new Set<BurnAlertName>(burnAlerts.map(({ name }) => name));
  return [...names].map((name) => burnPage(name, input));
}

function burnPage(name: BurnAlertName, input: ProvisioningInput): Page {
  const alerts = burnAlerts.filter((alert) => alert.name === name);
  const since = alerts.map(({ burnRate, long, short }) => `over ${burnRate} in ${long} and ${short}`).join(', or ');
  return {
    name,
    facts: factsOf({ severity: alerts[0]!.severity, since: `when the burn rate is ${since}`, dashboard: 'slo' }, input),
    expressions: expressionsOf(alerts, input),
  };
}

function expressionsOf(alerts: readonly BurnRule[], input: ProvisioningInput): string[] {
  return input.objectives.flatMap((objective) =>
    alerts.map((alert) => burnExpression(alert, objective, objectiveLabels(objective, input))),
  );
}

interface Facts {
  readonly severity: string;
  readonly since: string;
  readonly dashboard: string;
}

function factsOf({ severity, since, dashboard }: Facts, input: ProvisioningInput): string[] {
  return [
    `Service: ${input.service.name}`,
    `Severity: ${severity}; fires ${since}`,
    `Dashboard: \`${dashboardLink(dashboard, input)}\``,
  ];
}

function textOf({ name, facts, expressions }: Page, input: ProvisioningInput): string {
  const queries = new Queries(input);
  const runbook = runbookTexts[name as keyof typeof runbookTexts];
  const parts = [
    `# ${name}`,
    list(facts),
    '## What it means',
    runbook.meaning,
    '## First look',
    list(runbook.firstLook, (index) => `${index + 1}.`),
    '## Likely causes',
    list(runbook.causes),
    '## Queries',
    'The alert itself:',
    ...expressions.map((expression) => code('promql', expression)),
    ...questionsOf(runbook, queries).flatMap(({ question, expression }) => [question, code('promql', expression)]),
    'What does the log say (Loki)?',
    code('logql', `{service_name=${JSON.stringify(input.service.name)}} | severity_text=~"ERROR|FATAL"`),
    '## How to stop the bleeding',
    list(runbook.relief),
  ];
  return `${parts.join('\n\n').replaceAll('{name}', slugOf(input.service.name))}\n`;
}

/** Only what this application can answer. */
function questionsOf({ queries: ask }: Runbook, queries: Queries): RunbookQuery[] {
  return ask(queries).filter(({ metric }) => queries.has(metric));
}

function list(lines: readonly string[], bullet: (index: number) => string = () => '-'): string {
  return lines.map((line, index) => `${bullet(index)} ${line}`).join('\n');
}

function code(language: string, text: string): string {
  return [`\`\`\`${language}`, text, '```'].join('\n');
}
