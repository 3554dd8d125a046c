/** What users do with decision cycles: access first, then the rule of `cycle.ts` under the repository's lock. */
import { Injectable, Logger } from '@nestjs/common';
import { Counted, MetricLabel, MetricsService, NoTrace, SpanAttribute, Traced } from 'nestjs-observability';
import { JourneysInstrument } from 'nestjs-observability/instruments';
import type { User } from '../auth/user.js';
import { SessionAccess } from '../sessions/session-access.js';
import { componentTypes, type ComponentType } from './component-type.js';
import {
  branchOf,
  completeComponent,
  completeCycle,
  componentOf,
  newCycle,
  startComponent,
  type Cycle,
  type CycleRow,
  type Finding,
} from './cycle.js';
import { CyclesRepository } from './cycles.repository.js';
import { DecisionAnnouncer } from './decision-announcer.js';

const millisecondsPerSecond = 1_000;
/** From a glance to a working day. */
const durationBuckets = [0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 900, 3_600, 14_400, 28_800];

@Traced()
@Injectable()
export class CyclesService {
  private readonly logger = new Logger(CyclesService.name);
  private readonly journey;
  private readonly componentDuration;

  constructor(
    private readonly cycles: CyclesRepository,
    private readonly access: SessionAccess,
    private readonly announcer: DecisionAnnouncer,
    journeys: JourneysInstrument,
    metrics: MetricsService,
  ) {
    this.journey = journeys.journey('decision', { stages: componentTypes });
    this.componentDuration = metrics.histogram('component_duration_seconds', {
      help: 'From starting a component to completing it.',
      labelNames: ['component_type'],
      buckets: durationBuckets,
    });
  }

  @Counted('cycles_created_total', { count: 'ok', help: 'Decision cycles begun, branches not included.' })
  async create(user: User, sessionId: string, title: string): Promise<Cycle> {
    await this.access.checkOpen(user, sessionId);
    return this.cycles.insert(newCycle(sessionId, title));
  }

  async find(user: User, id: string): Promise<Cycle> {
    const cycle = await this.cycles.find(id);
    await this.access.check(user, cycle.sessionId);
    return cycle;
  }

  async listOf(user: User, sessionId: string): Promise<CycleRow[]> {
    await this.access.check(user, sessionId);
    return this.cycles.listOf(sessionId);
  }

  @Counted('components_started_total', { count: 'ok', help: 'Components started, revisits included.' })
  async start(
    user: User,
    @SpanAttribute('desk.cycle_id') id: string,
    @SpanAttribute('desk.component_type') @MetricLabel('component_type') type: ComponentType,
  ): Promise<Cycle> {
    await this.findOpen(user, id);
    const cycle = await this.cycles.change(id, (current) => startComponent(current, type, new Date()));
    this.journey.enter(type, id);
    return cycle;
  }

  @Counted('components_completed_total', { count: 'ok', help: 'Components completed, revisits included.' })
  async complete(
    user: User,
    @SpanAttribute('desk.cycle_id') id: string,
    @SpanAttribute('desk.component_type') @MetricLabel('component_type') type: ComponentType,
    finding: Finding,
  ): Promise<Cycle> {
    await this.findOpen(user, id);
    const cycle = await this.cycles.change(id, (current) => completeComponent(current, type, finding, new Date()));
    this.journey.complete(type, id);
    this.recordDuration(cycle, type);
    return cycle;
  }

  @Counted('cycles_branched_total', { count: 'ok', help: 'Cycles begun as a branch of another.' })
  async branch(
    user: User,
    @SpanAttribute('desk.cycle_id') id: string,
    upTo: ComponentType,
    title: string,
  ): Promise<Cycle> {
    const cycle = await this.findOpen(user, id);
    return this.cycles.insert(branchOf(cycle, upTo, title));
  }

  @Counted('cycles_completed_total', { count: 'ok', help: 'Decisions made.' })
  async close(user: User, @SpanAttribute('desk.cycle_id') id: string): Promise<Cycle> {
    await this.findOpen(user, id);
    const cycle = await this.cycles.change(id, (current) => completeCycle(current, new Date()));
    this.announcer.announce({ cycleId: id, title: cycle.title, signedBy: user.id });
    this.logger.log(`${user.id} signed off cycle ${id} with quality ${componentOf(cycle, 'decision_quality').score}`);
    return cycle;
  }

  private async findOpen(user: User, id: string): Promise<Cycle> {
    const cycle = await this.cycles.find(id);
    await this.access.checkOpen(user, cycle.sessionId);
    return cycle;
  }

  @NoTrace()
  private recordDuration(cycle: Cycle, type: ComponentType): void {
    const { startedAt, completedAt } = componentOf(cycle, type);
    if (startedAt === null || completedAt === null) return;
    const seconds = (completedAt.getTime() - startedAt.getTime()) / millisecondsPerSecond;
    this.componentDuration.labels({ component_type: type }).observe(seconds);
  }
}
