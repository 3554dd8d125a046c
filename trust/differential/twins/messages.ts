/** What a trial and its twins say to each other. */
import type { ApplicationPlan } from '../plan/application-plan.js';
import type { VariantName } from './variants.js';

/** The twin's argument. */
export interface TwinSettings {
  readonly variant: VariantName;
  /** Of a receiver of OTLP over HTTP. */
  readonly endpoint: string;
}

export type TwinCommand =
  | { readonly ask: 'start'; readonly plan: ApplicationPlan }
  | { readonly ask: 'sample'; readonly sample: string }
  /** When nothing is under way any more. */
  | { readonly ask: 'journal' }
  | { readonly ask: 'stop' };

export interface TwinPorts {
  readonly port: number;
  readonly messagePort: number | undefined;
}

/** `failure` is what kept it from starting. */
export interface TwinAnswer {
  readonly ports?: TwinPorts;
  readonly failure?: string;
  readonly journal: readonly string[];
}
