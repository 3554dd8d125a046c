/** Rate limits of the application's own in a real application: every check and every rejection. */
import { Controller, Get, HttpException } from '@nestjs/common';
import { getInstrument, RateLimitsInstrument } from 'nestjs-observability/instruments';
import { closeApplications, startApplication } from '../support/application.js';
import { samplesOfFamily } from '../support/samples.js';

@Controller('questions')
class QuestionsController {
  private readonly limiter;
  private left = 2;

  constructor(limits: RateLimitsInstrument) {
    this.limiter = limits.limiter({ scope: 'burst', resource: 'QuestionsController.ask' });
    limits.limiter({ scope: 'daily', resource: 'QuestionsController.ask' });
  }

  @Get()
  ask(): string {
    if (!this.limiter.check(this.left-- > 0)) throw new HttpException('slowly', 429);
    return 'answer';
  }
}

const family = /^rate_limit_/;

afterEach(closeApplications);

it('counts every call that was held against a limit, and as a hit each that was rejected', async () => {
  const application = await startApplication({ controllers: [QuestionsController] });
  const statuses = [];
  for (let call = 0; call < 5; call++) statuses.push((await application.request('/questions')).status);

  expect(statuses).toEqual([200, 200, 429, 429, 429]);
  expect(await samplesOfFamily(application, family)).toEqual({
    'rate_limit_checks_total{scope="burst",resource="QuestionsController.ask"}': 5,
    'rate_limit_hits_total{scope="burst",resource="QuestionsController.ask"}': 3,
    'rate_limit_checks_total{scope="daily",resource="QuestionsController.ask"}': 0,
    'rate_limit_hits_total{scope="daily",resource="QuestionsController.ask"}': 0,
  });
});

it('shows nothing where the application has no limiter', async () => {
  const application = await startApplication({});

  expect(await samplesOfFamily(application, family)).toEqual({});
});

it('decides the same where observability is off', async () => {
  const application = await startApplication({
    controllers: [QuestionsController],
    observability: { enabled: false },
  });
  const limiter = getInstrument(RateLimitsInstrument).limiter({ scope: 'burst', resource: 'elsewhere' });

  expect([limiter.check(true), limiter.check(false)]).toEqual([true, false]);
  expect((await application.request('/questions')).status).toBe(200);
});
