/** What the cage is told by its environment, and what it answers: both sides know this file. */
import type { Canary } from '../canary/canary.js';

export type Platform = 'express' | 'fastify';

export interface CageSettings {
  readonly platform: Platform;
  readonly port: number;
  readonly rpcPort: number;
  readonly isPretty: boolean;
  /** Where telemetry goes, and by which protocol. */
  readonly collectorUrl: string;
  readonly protocol: 'grpc' | 'http/protobuf';
  readonly webhookUrl: string;
  readonly sentryDsn: string;
  /** For the files of exporters and of the audit trail. */
  readonly folder: string;
  /** Secrets of the configuration itself. */
  readonly tokens: Readonly<Record<ConfigurationSecret, string>>;
}

export const configurationSecrets = [
  'console token',
  'management token',
  'metrics token',
  'exporter header',
  'webhook secret',
  'force secret',
  'profiling secret',
  'check password',
] as const;
export type ConfigurationSecret = (typeof configurationSecrets)[number];

/** The way in by its name, or the end of the process by a crash. */
export type CageCommand = { readonly enter: string; readonly canary: Canary } | { readonly crash: Canary };

export const SETTINGS_VARIABLE = 'CAGE_SETTINGS';

/** In the cage's folder. */
export const AUDIT_FILE = 'audit.jsonl';
export const EVENTS_FILE = 'events.jsonl';
