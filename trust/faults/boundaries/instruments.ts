/** Callbacks that instruments call when something has happened to what they watch. */
import {
  getInstrument,
  observeOpenAI,
  ProcessesInstrument,
  SessionsInstrument,
} from 'nestjs-observability/instruments';
import type { Boundary } from '../boundary.js';
import { OF_A_VALUE } from '../boundary.js';
import { untilCalled } from './until-called.js';

const HEARTBEAT_MS = 20;

/** As the package openai has it, so far as it is looked at. */
class Completions {
  create(): Promise<object> {
    return Promise.resolve({ model: 'gpt-4o', choices: [], usage: { prompt_tokens: 1, completion_tokens: 1 } });
  }
}

const client = (): { chat: { completions: Completions } } => ({ chat: { completions: new Completions() } });

export const instrumentCallbacks: readonly Boundary[] = [
  {
    name: 'session onDead',
    covers: ['SessionStart.onDead'],
    healthy: () => undefined,
    install: () => ({}),
    exercise: (subject, onDead) => {
      getInstrument(SessionsInstrument).open({ heartbeatTimeoutMs: HEARTBEAT_MS, onDead });
      return untilCalled(subject);
    },
    counted: /^sessions\/onDead$/,
    countedKinds: OF_A_VALUE,
  },
  {
    name: 'process onRestarted',
    covers: ['RestartOptions.onRestarted'],
    healthy: () => undefined,
    install: () => ({}),
    exercise: (subject, onRestarted) => {
      if (subject.switchboard.isOn)
        getInstrument(ProcessesInstrument).spawn('false', [], { name: 'false', restart: { max: 1, onRestarted } });
      return untilCalled(subject);
    },
    counted: /^processes\/onRestarted$/,
    countedKinds: OF_A_VALUE,
  },
  {
    name: 'tier of an observed client',
    covers: ['ObserveClientOptions.tier'],
    healthy: () => 'free',
    install: () => ({}),
    exercise: (_subject, tier) => observeOpenAI(client(), { tier }).chat.completions.create(),
    counted: /^ai\/tier$/,
    countedKinds: OF_A_VALUE,
  },
];
