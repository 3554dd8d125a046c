/** The client of the package `openai`, recognised by its methods: nothing of the package is loaded here. */
import { observeClient, type ClientShape, type ObserveClientOptions } from './observe-client.js';
import { chatDialect, embeddingsDialect, responsesDialect, textDialect } from './openai-dialects.js';

const OPENAI: ClientShape = {
  name: 'a client of the package openai',
  methods: [
    { path: ['chat', 'completions', 'create'], dialect: chatDialect },
    { path: ['responses', 'create'], dialect: responsesDialect },
    { path: ['embeddings', 'create'], dialect: embeddingsDialect },
    { path: ['completions', 'create'], dialect: textDialect },
  ],
  providerOf: (client) => (client.constructor.name === 'AzureOpenAI' ? 'azure.ai.openai' : 'openai'),
};

/**
 * Every call of a model through this client becomes a completion: chat completions, responses, embeddings, their streams and the
 * helpers built on them (`parse`, `stream`, `runTools`). Callers get what they got before, and their requests are not changed: a
 * streamed chat reports its tokens only if the request says `stream_options: { include_usage: true }`; without, the call is counted
 * by `ai_unpriced_calls_total` and has neither tokens nor cost. Retries of the client are part of one call.
 *
 * Returns the same client; a second time changes nothing. Copies by `withOptions` are clients of their own.
 *
 * @throws ObservabilityError OBS_ERR_OPTION_INVALID when it is no such client
 * @example
 * ```ts
 * const openai = observeOpenAI(new OpenAI(), { tier: () => 'team' });
 * ```
 */
export function observeOpenAI<C extends object>(client: C, options: ObserveClientOptions = {}): C {
  return observeClient(client, OPENAI, options);
}
