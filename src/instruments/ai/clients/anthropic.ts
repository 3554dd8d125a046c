/** The client of the package `@anthropic-ai/sdk`, recognised by its methods: nothing of the package is loaded here. */
import { anthropicDialect } from './anthropic-dialect.js';
import { observeClient, type ClientShape, type ObserveClientOptions } from './observe-client.js';

const ANTHROPIC: ClientShape = {
  name: 'a client of the package @anthropic-ai/sdk',
  methods: [
    { path: ['messages', 'create'], dialect: anthropicDialect },
    { path: ['beta', 'messages', 'create'], dialect: anthropicDialect },
  ],
  providerOf: () => 'anthropic',
};

/**
 * Every message through this client becomes a completion, streamed or not, and so do the helpers built on it (`stream`, `parse`).
 * Callers get what they got before. `input_tokens` of Anthropic leave out what was read from or written to its cache; here they are
 * part of the prompt, as everywhere. Retries of the client are part of one call.
 *
 * Returns the same client; a second time changes nothing. Copies by `withOptions` are clients of their own.
 *
 * The client makes spans of its own from version 1 on, which then stand below these; `new Anthropic({ openTelemetry: false })` leaves
 * them out.
 *
 * @throws ObservabilityError OBS_ERR_OPTION_INVALID when it is no such client
 * @example
 * ```ts
 * const anthropic = observeAnthropic(new Anthropic({ openTelemetry: false }), { tier: 'team' });
 * ```
 */
export function observeAnthropic<C extends object>(client: C, options: ObserveClientOptions = {}): C {
  return observeClient(client, ANTHROPIC, options);
}
