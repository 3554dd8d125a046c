/** Settings that make the `ai` SDK tell its calls; nothing of the package is loaded here. */
import type { AttributeValue, Tracer } from '@opentelemetry/api';
import { getInstrument } from '../../get-instrument.js';
import { AiInstrument } from '../ai.instrument.js';
import { AiSdkTracer } from './ai-sdk-tracer.js';
import { noteSignal } from './call-signal.js';

/**
 * Who pays, and what else is told of a call of the `ai` SDK.
 *
 * @example
 * ```ts
 * const options: AiSdkTelemetryOptions = { tier: 'team', functionId: 'greeting', metadata: { locale: 'en' } };
 *
 * await generateText({ model, prompt: 'How are you?', experimental_telemetry: aiSdkTelemetry(options) });
 * ```
 */
export interface AiSdkTelemetryOptions {
  /** Label of the cost: a handful of values, or a function that says who pays now. @default 'default' */
  readonly tier?: string | (() => string | undefined);
  /** `ai.telemetry.functionId` on the spans. */
  readonly functionId?: string;
  /** `ai.telemetry.metadata.*` on the spans. */
  readonly metadata?: Record<string, AttributeValue>;
  /** @default that of the application in which the SDK is used */
  readonly instrument?: AiInstrument;
}

/**
 * Telemetry settings as the `ai` SDK takes them.
 * What the SDK calls `TelemetrySettings`.
 *
 * @example
 * ```ts
 * const telemetry: AiSdkTelemetry = aiSdkTelemetry();
 *
 * await generateText({ model, prompt: 'How are you?', experimental_telemetry: telemetry });
 * ```
 */
export interface AiSdkTelemetry {
  isEnabled: true;
  recordInputs: boolean;
  recordOutputs: boolean;
  tracer: Tracer;
  functionId?: string;
  metadata?: Record<string, AttributeValue>;
  /** Since version 6 of the SDK. */
  integrations: { onStepStart(event: { readonly abortSignal?: AbortSignal | undefined }): void };
}

/**
 * Telemetry settings of the `ai` SDK that make its calls completions.
 * Settings for `experimental_telemetry` of the `ai` SDK (versions 5 and 6): every call of a model by `generateText`, `streamText`,
 * `generateObject`, `streamObject`, `embed` and `embedMany` becomes a completion, each step and each retry one of its own. Prompts
 * and answers are asked for only with `ai.recordContent`. The provider is the first part of the SDK's name for it: `openai.chat` is
 * `openai`. Make them where the SDK is called.
 *
 * @example
 * ```ts
 * await generateText({ model, prompt: 'How are you?', experimental_telemetry: aiSdkTelemetry({ tier: 'team' }) });
 * ```
 */
export function aiSdkTelemetry(options: AiSdkTelemetryOptions = {}): AiSdkTelemetry {
  const { tier, functionId, metadata } = options;
  const instrument = (): AiInstrument => options.instrument ?? getInstrument(AiInstrument);
  const { recordsContent } = instrument();
  return {
    isEnabled: true,
    recordInputs: recordsContent,
    recordOutputs: recordsContent,
    tracer: new AiSdkTracer(instrument, typeof tier === 'function' ? tier : () => tier),
    ...(functionId !== undefined && { functionId }),
    ...(metadata !== undefined && { metadata }),
    integrations: { onStepStart: noteSignal },
  };
}
