/** Generated applications, one after the other, as long as there is time: each is told by its seed alone. */
import type { Trial } from '../harness/trial.js';
import { answerDifference, journalDifference } from './differences.js';
import type { ApplicationPlan } from './plan/application-plan.js';
import { planFrom } from './plan/generate-plan.js';
import { keptPlans } from './plan/kept-plans.js';
import { smallerPlans } from './plan/smaller-plans.js';
import { stepsFor, type Step } from './steps/index.js';
import type { Deed, Twins } from './twins/twins.js';

/** Processes are changed after so many applications, so that none is tried in an old one only. */
const APPLICATIONS_PER_PROCESS = 40;
const MAX_REDUCED = 3;

export async function tryGenerated(trial: Trial, twins: Twins): Promise<void> {
  const corpus = new GeneratedCorpus(trial, twins);
  for (const plan of keptPlans) await corpus.try(plan);
  for (let index = 0; index === 0 || trial.hasTime(); index++) await corpus.try(planFrom(trial.seed + index));
}

class GeneratedCorpus {
  private applications = 0;
  private reduced = 0;

  constructor(
    private readonly trial: Trial,
    private readonly twins: Twins,
  ) {}

  async try(plan: ApplicationPlan): Promise<void> {
    if (this.applications > 0 && this.applications % APPLICATIONS_PER_PROCESS === 0) await this.twins.renew();
    this.applications++;
    this.trial.figure('differential.answers', 'applications', String(this.applications));
    try {
      await this.tryPlan(plan);
    } catch (error) {
      this.trial.lost('differential.answers', `a twin was lost: ${String(error)}`, reproduction(plan));
      await this.twins.renew();
    }
  }

  private async tryPlan(plan: ApplicationPlan): Promise<void> {
    this.compare('differential.start', await this.twins.start({ ask: 'start', plan }), reproduction(plan));
    const differing: Step[] = [];
    if (this.twins.areRunning) {
      for (const step of stepsFor(plan)) if (!(await this.tryStep(plan, step))) differing.push(step);
    }
    this.compare('differential.stop', await this.twins.stop(), reproduction(plan));
    for (const step of differing) await this.reduce(plan, step);
  }

  private async tryStep(plan: ApplicationPlan, step: Step): Promise<boolean> {
    const deeds = await this.takeHeard(step);
    return this.compare(`differential.${step.attackClass}`, deeds, `${step.title}, ${reproduction(plan)}`);
  }

  /** Silence is measured by the clock, and a machine that stands still is silent as well: that is asked again. */
  private async takeHeard(step: Step): Promise<readonly Deed[]> {
    const deeds = await this.twins.take(step);
    const silent = deeds.filter(({ answer }) => answer.end === 'silent').length;
    return silent === 0 || silent === deeds.length ? deeds : this.twins.take(step);
  }

  /** Whether all did the same, on the line and in the application. */
  private compare(attackClass: string, [bare, ...twins]: readonly Deed[], reproduce: string): boolean {
    const answers = twins.map((twin) => answerDifference(bare!, twin));
    const journals = twins.map((twin) => journalDifference(bare!, twin));
    for (const fact of answers) this.trial.expect(attackClass, fact === undefined, fact ?? '', reproduce);
    for (const fact of journals) this.trial.expect('differential.order', fact === undefined, fact ?? '', reproduce);
    return [...answers, ...journals].every((fact) => fact === undefined);
  }

  /** The first few differences are told again by the smallest application that shows them. */
  private async reduce(plan: ApplicationPlan, step: Step): Promise<void> {
    if (this.reduced++ >= MAX_REDUCED) return;
    let smallest = plan;
    for (let isSmaller = true; isSmaller;) {
      const found = await this.firstDiffering(smallerPlans(smallest), step);
      isSmaller = found !== undefined;
      smallest = found ?? smallest;
    }
    this.trial.lost(`differential.${step.attackClass}`, `the same, reduced: ${step.title}`, JSON.stringify(smallest));
  }

  private async firstDiffering(plans: readonly ApplicationPlan[], step: Step): Promise<ApplicationPlan | undefined> {
    for (const plan of plans) if (await this.isDiffering(plan, step)) return plan;
    return undefined;
  }

  private async isDiffering(plan: ApplicationPlan, step: Step): Promise<boolean> {
    await this.twins.start({ ask: 'start', plan });
    const [bare, ...twins] = this.twins.areRunning ? await this.twins.take(step) : [];
    await this.twins.stop();
    return twins.some((twin) => (answerDifference(bare!, twin) ?? journalDifference(bare!, twin)) !== undefined);
  }
}

function reproduction({ seed }: ApplicationPlan): string {
  return `npm run trust -- differential --seed ${seed}`;
}
