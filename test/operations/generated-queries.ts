/** Every PromQL expression of the desk's generated files, as Prometheus would be asked, with the place it stands in. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Dashboard, Panel, Row, Variable } from '../../src/provisioning/grafana/model.js';
import { operations } from './running-operations.js';

export interface GeneratedQuery {
  /** `overview.json, Error rate`. */
  readonly place: string;
  readonly expression: string;
}

interface Rules {
  readonly groups: readonly { readonly rules: readonly Rule[] }[];
}

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
}

/** Longer than Grafana takes, so that what happens rarely counts too. */
const RATE_INTERVAL = '5m';

export function generatedQueries(): GeneratedQuery[] {
  return [
    ...filesIn('grafana/dashboards').flatMap(dashboardQueries),
    ...filesIn('prometheus/rules').flatMap(ruleQueries),
    ...filesIn('runbooks').flatMap(runbookQueries),
  ];
}

interface File {
  readonly name: string;
  readonly text: string;
}

function filesIn(folder: string): File[] {
  const names = readdirSync(join(operations, folder)).toSorted();
  return names.map((name) => ({ name, text: readFileSync(join(operations, folder, name), 'utf8') }));
}

function dashboardQueries({ name, text }: File): GeneratedQuery[] {
  const { panels, annotations, templating } = JSON.parse(text) as Dashboard;
  const notes = annotations.list.flatMap(({ name: title, expr }) => (expr === undefined ? [] : [{ title, expr }]));
  const queries = panels.filter(isPanel).flatMap(({ title, targets }) => targets.map(({ expr }) => ({ title, expr })));
  return [...queries, ...notes].map(({ title, expr }) => ({
    place: `${name}, ${title}`,
    expression: filledIn(expr, templating.list),
  }));
}

function isPanel(panel: Panel | Row): panel is Panel {
  return panel.type !== 'row';
}

function ruleQueries({ name, text }: File): GeneratedQuery[] {
  const { groups } = parse(text) as Rules;
  return groups
    .flatMap(({ rules }) => rules)
    .flatMap(({ alert, record, expr }) =>
      partsOf(expr, alert !== undefined).map((expression) => ({ place: `${name}, ${alert ?? record}`, expression })),
    );
}

function runbookQueries({ name, text }: File): GeneratedQuery[] {
  const blocks = [...text.matchAll(/```promql\n([^]*?)\n```/g)].map(([, block = '']) => block);
  return blocks.flatMap((block) => partsOf(block, true)).map((expression) => ({ place: name, expression }));
}

/** An alert is silent as long as nothing is wrong: what it compares has to be there all the same. */
function partsOf(expression: string, isAlert: boolean): string[] {
  if (!isAlert) return [expression];
  return expression.split(/\n\s*and\s/).map((part) => part.replace(/\s*(>|<|==)\s*[\d.]+\s*$/, ''));
}

/** As a dashboard is opened at first. */
function filledIn(expression: string, variables: readonly Variable[]): string {
  const pattern = (name: string): string => variables.find((variable) => variable.name === name)!.allValue!;
  return expression
    .replaceAll('$__rate_interval', RATE_INTERVAL)
    .replaceAll('$__range', RATE_INTERVAL)
    .replace(/"\$(\w+)"/g, (_quoted, name: string) => `"${pattern(name)}"`);
}
