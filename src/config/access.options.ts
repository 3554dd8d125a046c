/** Types of the options of management and of the console. */
import type { AccessRequest, ManagementChange, ManagementRead } from './management.options.js';

/** Endpoints that show what the application is and does, and change a few things while it runs. */
export interface ManagementOptions {
  /** Answer such requests. @default true in development @env OBSERVABILITY_MANAGEMENT_ENABLED */
  enabled?: boolean;
  /** Base path; each endpoint hangs below it. @default '/observability/manage' @env OBSERVABILITY_MANAGEMENT_PATH */
  path?: string;
  /**
   * Answer on the port of `metrics.port`, where there is one, instead of on that of the application.
   * @default false @env OBSERVABILITY_MANAGEMENT_OWN_PORT
   */
  ownPort?: boolean;
  access?: ManagementAccessOptions;
  exposure?: ManagementExposureOptions;
}

/** Who may ask. Outside development, and without `loopbackOnly`, there must be a token or `authorize`. */
export interface ManagementAccessOptions {
  /**
   * Bearer tokens of 16 characters or more, by the name of who holds them; changes are logged under that name.
   * @default {} @env OBSERVABILITY_MANAGEMENT_ACCESS_TOKENS
   */
  tokens?: Readonly<Record<string, string>>;
  /** Names who asks, or gives undefined to refuse. Asked, synchronously, where no token fits; to throw is to refuse. */
  authorize?: (request: AccessRequest) => string | undefined;
  /** Answer this machine alone, and nobody through a proxy. @default true @env OBSERVABILITY_MANAGEMENT_ACCESS_LOOPBACK_ONLY */
  loopbackOnly?: boolean;
  /**
   * Names under which it may be called, beside addresses and `localhost`: a page that has its own name point here (DNS rebinding) is
   * refused.
   * @default [] @env OBSERVABILITY_MANAGEMENT_ACCESS_HOSTS
   */
  hosts?: readonly string[];
}

/** Which endpoints exist at all, by name. */
export interface ManagementExposureOptions {
  /** @default all of them @env OBSERVABILITY_MANAGEMENT_EXPOSURE_READ */
  read?: readonly ManagementRead[];
  /** @default all of them in development, else none @env OBSERVABILITY_MANAGEMENT_EXPOSURE_CHANGE */
  change?: readonly ManagementChange[];
}

/** A page in the browser that shows what the application did lately, out of a bounded memory. Its URL is printed at start. */
export interface ConsoleOptions {
  /** Record and show. Never on by itself in test or production. @default true in development @env OBSERVABILITY_CONSOLE_ENABLED */
  enabled?: boolean;
  /** Base path; each page hangs below it. @default '/observability' @env OBSERVABILITY_CONSOLE_PATH */
  path?: string;
  /**
   * Answer on the port of `metrics.port`, where there is one, instead of on that of the application.
   * @default false @env OBSERVABILITY_CONSOLE_OWN_PORT
   */
  ownPort?: boolean;
  access?: ConsoleAccessOptions;
  /**
   * Let who may look also change things: levels of loggers, profiles, and what is kept.
   * @default true in development @env OBSERVABILITY_CONSOLE_CHANGES
   */
  changes?: boolean;
  /** Of all that is kept, in bytes, estimated: traces get 60 %, logs 20 %, metrics 15 %. @default 67108864 @env OBSERVABILITY_CONSOLE_MAX_BYTES */
  maxBytes?: number;
  /** The newest so many traces are kept, beside failures and the slowest of each route. @default 2000 @env OBSERVABILITY_CONSOLE_MAX_TRACES */
  maxTraces?: number;
  /** Spans of one trace; more are counted only. @default 500 @env OBSERVABILITY_CONSOLE_MAX_SPANS_PER_TRACE */
  maxSpansPerTrace?: number;
  /** The newest so many lines of the log are kept. @default 10000 @env OBSERVABILITY_CONSOLE_MAX_LOGS */
  maxLogs?: number;
  /** Series of metrics whose course is kept. @default 2000 @env OBSERVABILITY_CONSOLE_MAX_SERIES */
  maxSeries?: number;
  /** Points of one series; the oldest makes room for the newest. @default 720 @env OBSERVABILITY_CONSOLE_MAX_POINTS */
  maxPoints?: number;
  /** Time between two points, in milliseconds. @default 5000 @env OBSERVABILITY_CONSOLE_POINT_INTERVAL_MS */
  pointIntervalMs?: number;
  /** Profiles that the page lists. @default 5 @env OBSERVABILITY_CONSOLE_MAX_PROFILES */
  maxProfiles?: number;
  /**
   * What opens a file of the application from the page: `vscode`, `vscode-insiders`, `vscodium`, `cursor`, `windsurf`, `zed`, `webstorm`,
   * `idea`, a URL with `{file}`, `{line}` and `{column}`, or `off`.
   * @default 'vscode' in development, else 'off' @env OBSERVABILITY_CONSOLE_EDITOR
   */
  editor?: string;
}

/**
 * Who may look. By itself whoever can read the application's log: a link with a one-time token is printed there. Outside development,
 * and without `loopbackOnly`, there must be a token or `authorize`.
 */
export interface ConsoleAccessOptions {
  /**
   * A token of 16 characters or more in place of one-time tokens: the page is opened as `…/observability#token=<token>`; programs send
   * it as a bearer token.
   * @env OBSERVABILITY_CONSOLE_ACCESS_TOKEN
   */
  token?: string;
  /** Names who asks, or gives undefined to refuse. Asked, synchronously, where neither cookie nor token fits; to throw is to refuse. */
  authorize?: (request: AccessRequest) => string | undefined;
  /** Answer this machine alone, and nobody through a proxy. @default true @env OBSERVABILITY_CONSOLE_ACCESS_LOOPBACK_ONLY */
  loopbackOnly?: boolean;
  /**
   * Names under which it may be called, beside addresses and `localhost`: a page that has its own name point here (DNS rebinding) is
   * refused.
   * @default [] @env OBSERVABILITY_CONSOLE_ACCESS_HOSTS
   */
  hosts?: readonly string[];
}
