/** The console, where it is on: what records, made before the signals, and what shows it, made after everything that it shows. */
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { Logger } from '@nestjs/common';
import type { ConsolePage, ResolvedConfig } from './config/index.js';
import type { Console, ConsoleSurroundings, Recorder } from './console/index.js';
import { ObservabilityError, type Problem } from './kernel/index.js';
import type { ApplicationLogging } from './logging/index.js';
import type { Inspection } from './management/index.js';
import type { Exposition } from './metrics/index.js';
import type { ObservabilityFoundation } from './observability.foundation.js';
import { objectiveRule } from './observability.objective-rule.js';
import type { ManagedRooms } from './observability.rooms.js';

/** @throws ObservabilityError OBS_ERR_CONFIG that lists every page of the application's or a plugin's in the place of one of the console's */
export function checkConsolePages({ consolePages }: ResolvedConfig): void {
  if (consolePages.length === 0) return;
  const { isOwnAddress } = require('./console/menu.js') as MenuFile;
  const misplaced = consolePages.filter(({ id }) => isOwnAddress(id)).map(placeTaken);
  if (misplaced.length === 0) return;
  throw ObservabilityError.ofAll('OBS_ERR_CONFIG', 'The console cannot show every page:', misplaced);
}

function placeTaken({ id }: ConsolePage): Problem {
  return {
    code: 'OBS_ERR_OPTION_INVALID',
    fact: "consolePages, those of plugins included, must have other ids than the console's own pages",
    got: id,
    fix: "give it another, e.g. 'order-desk'",
  };
}

/** Undefined where the console is off. */
export function createRecorder(
  foundation: ObservabilityFoundation & { readonly exposition: Exposition },
): Recorder | undefined {
  if (!foundation.config.console.isEnabled) return undefined;
  const { Recorder } = require('./console/recorder/recorder.js') as RecorderFile;
  return new Recorder(foundation);
}

export interface ShownRooms extends ManagedRooms {
  readonly recorder: Recorder | undefined;
  readonly inspection: Inspection | undefined;
}

/** Undefined where it is off. */
export function createConsole(application: ObservabilityFoundation & ShownRooms): Console | undefined {
  const { recorder, inspection, logging, tracing } = application;
  if (recorder === undefined || inspection === undefined) return undefined;
  const { Console } = require('./console/console.js') as ConsoleFile;
  const { config, clock, diagnostics, redactor, bus, registry, exposition, source } = application;
  const { health, readiness, objectives, profiling, capture } = application;
  const surroundings: ConsoleSurroundings = {
    config,
    clock,
    diagnostics,
    redactor,
    bus,
    registry,
    exposition,
    source,
    health,
    readiness,
    sampling: tracing?.sampling,
    objectives,
    profiling,
    capture,
    application: inspection,
    ruleOf: objectiveRule(config),
    print: (message, secretEnding) => printLink(logging, message, secretEnding),
  };
  return new Console(surroundings, recorder);
}

/** The line goes to whoever takes lines without its secret ending, which is put in where it is written. */
function printLink(logging: ApplicationLogging | undefined, message: string, secretEnding: string): void {
  if (logging === undefined) return new Logger('Console').log(message + secretEnding);
  // Outside any operation: the line is about the console alone.
  context.with(ROOT_CONTEXT, () => {
    const text = logging.textOf({ level: PINO_INFO, target: 'Console', message });
    logging.rawLines.write(text.replace(message, () => message + secretEnding));
  });
}

const PINO_INFO = 30;

type ConsoleFile = typeof import('./console/console.js');
type MenuFile = typeof import('./console/menu.js');
type RecorderFile = typeof import('./console/recorder/recorder.js');
