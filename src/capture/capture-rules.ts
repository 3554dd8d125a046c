/** Which exchanges are kept. What can be known when a request arrives is decided then: the others cost nothing. */
import type { CaptureFacts, CaptureRuleConfig } from '../config/index.js';
import type { Diagnostics } from '../kernel/index.js';

export class CaptureRules {
  constructor(
    private readonly rules: readonly CaptureRuleConfig[],
    private readonly diagnostics: Diagnostics,
    private readonly random: () => number = Math.random,
  ) {}

  /** Those that may keep a request with this method; sampling is over then. */
  candidates(method: string): readonly CaptureRuleConfig[] {
    return this.rules.filter(
      (rule) => (rule.method === undefined || rule.method === method) && this.random() < rule.sampleRatio,
    );
  }

  /**
   * The first that fits, once the exchange is over.
   * @param slowMs from when on the exchange is slow, where a rule says nothing else; 0 is never
   */
  decide(candidates: readonly CaptureRuleConfig[], facts: CaptureFacts, slowMs: number): CaptureRuleConfig | undefined {
    return candidates.find(
      (rule) => happened(rule, facts, slowMs) && isOnRoute(rule, facts) && this.isMatch(rule, facts),
    );
  }

  private isMatch({ match }: CaptureRuleConfig, facts: CaptureFacts): boolean {
    return match === undefined || this.diagnostics.safely('capture', 'match', () => match(facts), false) === true;
  }
}

function happened(
  rule: CaptureRuleConfig,
  { status, outcome, durationMs }: CaptureFacts,
  usualSlowMs: number,
): boolean {
  if (rule.when === 'failed') return status >= 500 || outcome === 'error';
  const slowMs = rule.slowMs ?? usualSlowMs;
  return rule.when === 'always' || (slowMs > 0 && durationMs > slowMs);
}

/** A template, or the beginning of one with `*` behind it; where no route was found the path counts. */
function isOnRoute({ route: wanted }: CaptureRuleConfig, { route, path }: CaptureFacts): boolean {
  if (wanted === undefined) return true;
  const actual = route ?? path;
  return wanted.endsWith('*') ? actual.startsWith(wanted.slice(0, -1)) : actual === wanted;
}
