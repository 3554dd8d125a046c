import { Module } from '@nestjs/common';
import { ObservabilityModule } from 'nestjs-observability';
import { closeApplications, startApplication } from '../support/application.js';

@Module({ imports: [ObservabilityModule.forRoot()] })
class FeatureModule {}

afterEach(closeApplications);

it('A second import stops the start: each request would be counted by halves', async () => {
  const started = startApplication({ imports: [FeatureModule] });

  await expect(started).rejects.toMatchObject({ name: 'ObservabilityError', code: 'OBS_ERR_CONFIG' });
});
