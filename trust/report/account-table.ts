/** Accounts as a person reads them. */
import { textTable } from '../../bench/report/table.js';
import type { Account } from '../part.js';
import { isHeld } from '../run.js';

export function accountTable(accounts: readonly Account[]): string {
  const rows = accounts.map((account) => [
    account.attackClass,
    account.tried.toLocaleString('en'),
    isHeld(account) ? 'nothing' : account.tried === 0 ? 'nothing was tried' : `${account.findings.length} findings`,
    figuresText(account),
  ]);
  return textTable({ header: ['class', 'tried', 'lost', 'figures'], rows });
}

export function figuresText({ figures }: Account): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

/** Everything that was lost, with what is needed to see it again. */
export function findingsText(accounts: readonly Account[]): string {
  return accounts
    .flatMap(({ attackClass, findings }) =>
      findings.map(({ fact, reproduce }) => `${attackClass}: ${fact}\n    ${reproduce.replaceAll('\n', '\n    ')}`),
    )
    .join('\n');
}
