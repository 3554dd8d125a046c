/** What a generated application is, as data: it goes to the processes that build it, and into the report of a difference. */
import type { AnswerName } from '../application/answers/index.js';
import type { AspectName } from '../application/aspects.js';
import type { EnhancerName } from '../application/enhancers/index.js';

export const platforms = ['express', 'fastify', 'fastify-http2'] as const;
export type Platform = (typeof platforms)[number];

export const scopes = ['singleton', 'request', 'transient'] as const;
export type ScopeName = (typeof scopes)[number];

export const versionings = ['none', 'uri', 'header', 'media-type', 'custom'] as const;
export type VersioningName = (typeof versionings)[number];

export const verbs = ['Get', 'Post', 'Put', 'Patch', 'Delete', 'All'] as const;
export type Verb = (typeof verbs)[number];

/** How a level of the services hands on what the level below gives. */
export const passings = ['plain', 'async', 'promise'] as const;
export type Passing = (typeof passings)[number];

/** One of the services between a handler and its work, and its decorators from top to bottom. */
export interface LevelPlan {
  readonly passing: Passing;
  readonly aspects: readonly AspectName[];
  /** The method stands in a base class. */
  readonly isInherited: boolean;
}

export interface RoutePlan {
  /** Its path, and the name of its method. */
  readonly name: string;
  readonly verb: Verb;
  readonly answer: AnswerName;
  readonly enhancers: readonly EnhancerName[];
  readonly levels: readonly LevelPlan[];
  /** Decorators of ours on the handler, and whether they stand above those of Nest. */
  readonly aspects: readonly AspectName[];
  readonly areAspectsOnTop: boolean;
}

export interface ApplicationPlan {
  readonly seed: number;
  readonly platform: Platform;
  readonly scope: ScopeName;
  readonly versioning: VersioningName;
  readonly hasPrefix: boolean;
  readonly hasCors: boolean;
  readonly hasCompression: boolean;
  readonly hasMiddleware: boolean;
  readonly hasUploads: boolean;
  /** A second controller that answers for one host alone. */
  readonly hasHost: boolean;
  readonly hasGateway: boolean;
  readonly hasMessages: boolean;
  readonly globalEnhancers: readonly EnhancerName[];
  /** By `APP_…` providers instead of `app.useGlobal…`. */
  readonly areGlobalsProvided: boolean;
  readonly controllerEnhancers: readonly EnhancerName[];
  readonly routes: readonly RoutePlan[];
}
