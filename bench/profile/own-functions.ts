/** What each function of this package costs, and the verdict on it. */
import type { Frame } from './call-tree.js';

export interface OwnFunction {
  /** `kernel/operation › end` */
  readonly label: string;
  /** Share of the request's CPU spent in the function itself and in the built-ins that it calls, such as `Map.prototype.get`. */
  readonly selfShare: number;
  /** The same with the telemetry packages that it calls; for orientation only. */
  readonly withPackagesShare: number;
}

/** Above this a function has to be named and justified. */
export const JUSTIFY_ABOVE_SHARE = 0.03;

/** Dearest first. */
export function ownFunctions(root: Frame): OwnFunction[] {
  const payments = [...paymentsOf(root, undefined)];
  const functions = [...new Set(payments.map(({ payer }) => payer))].map((label) => {
    const paid = payments.filter(({ payer }) => payer === label);
    return {
      label,
      selfShare: sum(paid.filter(({ isForPackage }) => !isForPackage)),
      withPackagesShare: sum(paid),
    };
  });
  return functions.toSorted((a, b) => b.selfShare - a.selfShare);
}

interface Payer {
  readonly payer: string;
  /** Spent in, or below, a telemetry package that the function called. */
  readonly isForPackage: boolean;
}

interface Payment extends Payer {
  readonly share: number;
}

function* paymentsOf(frame: Frame, caller: Payer | undefined): Generator<Payment> {
  const payer = payerOf(frame, caller);
  if (payer !== undefined) yield { ...payer, share: frame.selfShare };
  for (const child of frame.children) yield* paymentsOf(child, payer);
}

/** Frameworks, Node and the application would run without us too: whatever they do, even called by us, is not ours. */
function payerOf({ owner, label }: Frame, caller: Payer | undefined): Payer | undefined {
  if (owner === 'ours') return { payer: label, isForPackage: false };
  if (owner === 'engine') return caller;
  return owner === 'telemetry' && caller !== undefined ? { ...caller, isForPackage: true } : undefined;
}

function sum(payments: readonly Payment[]): number {
  return payments.reduce((total, { share }) => total + share, 0);
}

export function unjustified(
  functions: readonly OwnFunction[],
  justified: Readonly<Record<string, string>>,
): OwnFunction[] {
  return functions.filter(
    ({ label, selfShare }) => selfShare > JUSTIFY_ABOVE_SHARE && !Object.hasOwn(justified, label),
  );
}
