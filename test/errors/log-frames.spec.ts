import { Controller, Get } from '@nestjs/common';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';
import { eventually } from '../support/child-process.js';

@Controller('orders')
class OrdersController {
  @Get()
  find(): never {
    const password = 'correct-horse';
    throw new TypeError(`no stock ${password.length}`);
  }
}

interface Frame {
  readonly function?: string;
  readonly file: string;
  readonly line: number;
  readonly source?: Readonly<Record<string, string>>;
}

afterEach(closeApplications);

/** The frames on the completion line of one request more. */
async function failIn({ request, recorder }: RunningApplication): Promise<readonly Frame[] | undefined> {
  recorder.clear();
  await request('/orders');
  const completion = () => recorder.lines.find(({ target, level }) => target === 'HTTP' && level === 'ERROR');
  await recorder.waitFor(completion);
  return (completion()!['err'] as { frames?: readonly Frame[] }).frames;
}

describe.each(platforms)('A log line about an error on %s', (platform) => {
  it('shows the frames of the application, and their source once it has been read', async () => {
    const observability = { logs: { frames: true } };
    const application = await startApplication({ platform, controllers: [OrdersController], observability });

    const [first] = (await failIn(application))!;
    const later = await eventually(async () => (await failIn(application))!.find(({ source }) => source !== undefined));

    const place = { function: 'OrdersController.find', file: __filename, line: expect.any(Number) as number };
    expect([first, later]).toEqual([expect.objectContaining(place), expect.objectContaining(place)]);
    const { line, source } = later;
    expect(Object.keys(source!)).toHaveLength(11);
    expect(source![line]).toContain('throw new TypeError');
    expect(source![line - 1]).toContain("const password = '[REDACTED]'");
  });

  it('shows none unless asked for', async () => {
    const application = await startApplication({ platform, controllers: [OrdersController] });

    expect(await failIn(application)).toBeUndefined();
  });
});
