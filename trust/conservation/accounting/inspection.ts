/** Looks at one application's page again and again, at moments when nothing happens in it. */
import { brokenHistograms } from './histograms.js';
import { brokenIdentities } from './identities.js';
import type { Ledger } from './ledger.js';
import { samplesIn } from './page.js';
import type { Samples } from './series.js';
import { Patience } from './patience.js';
import { fallen } from './successive.js';

export class Inspection {
  private before: Samples = new Map();
  private readonly patience = new Patience();

  constructor(
    private readonly scrape: () => Promise<string>,
    private readonly ledger: Ledger,
  ) {}

  /** Samples of the last look. */
  get samples(): Samples {
    return this.before;
  }

  /** Everything that is wrong on the page, however long one waits. */
  look(): Promise<readonly string[]> {
    return this.patience.until(() => this.wrongNow());
  }

  private async wrongNow(): Promise<readonly string[]> {
    const samples = samplesIn(await this.scrape());
    const wrong = [
      ...this.ledger.differences(samples),
      ...brokenHistograms(samples),
      ...brokenIdentities(samples),
      ...fallen(this.before, samples),
    ];
    this.before = samples;
    return wrong;
  }
}
