import { page } from '../../bench/report/page/page.js';
import { linearScale, logScale } from '../../bench/report/page/scale.js';
import { figure, partResult, resultsOn } from './measured-example.js';

const onNode24 = resultsOn('24.3.0', [
  partResult('requests', [
    figure('requests.metrics.express', 1.012, { title: 'HTTP metrics only, express', samples: [1.01, 1.012, 1.02] }),
    figure('requests.metrics.fastify', 1.061, { title: 'HTTP metrics only, fastify' }),
  ]),
  partResult('field', [
    figure('field.ours-10.express.cpu', 1.2, { title: 'ours, 10 %, express: CPU per request', unit: '× bare' }),
    figure('field.otel-auto-10.express.cpu', 5.9, { title: '<auto>, express: CPU per request', unit: '× bare' }),
  ]),
]);
const onNode20 = resultsOn('20.20.2', [
  partResult('requests', [figure('requests.metrics.express', 1.022, { title: 'HTTP metrics only, express' })]),
]);

const html = page([onNode24, onNode20], []);

describe('the page of plots', () => {
  it('asks for nothing outside itself', () => {
    expect(html).not.toMatch(/https?:|<script|<link|<img|@import|url\(/);
  });

  it('draws each contender, ours apart from the field, the cheapest first', () => {
    const rows = [
      ...html.matchAll(/<g class="(ours|field)"><title>all counted<\/title><text[^>]*>([^<]*)<\/text><rect/g),
    ];

    expect(rows.map(([, kind, label]) => `${kind}: ${label}`)).toEqual([
      'ours: ours, 10 %',
      'field: &lt;auto&gt;',
      'ours: HTTP metrics only',
      'ours: HTTP metrics only',
    ]);
  });

  it('shows every sample, the other Node and the budget beside the bar', () => {
    const [row] = /<g class="ours"><title>[^<]*<\/title><text[^>]*>HTTP metrics only.*?<\/g>/.exec(html)!;

    expect(row.match(/class="sample"/g)).toHaveLength(3);
    expect(row.match(/class="elsewhere"/g)).toHaveLength(1);
    expect(row).toContain('>1.012</text>');
    expect(row).toContain('class="held">≤ 1.03</text>');
    expect(html).toContain('class="missed">≤ 1.05 ✗</text>');
  });

  it('leaves out what was not measured', () => {
    expect(html).toContain('<h2>A request beside the field</h2>');
    expect(html).not.toContain('<h2>Start-up</h2>');
    expect(html).not.toContain('<h2>Over time</h2>');
  });

  it('draws a line per Node once two runs are recorded', () => {
    const run = { date: '2026-11-21', commit: 'a', node: '24.3.0' };
    const runs = [1.02, 1.01].map((value) => ({ ...run, values: { 'requests.metrics.express': value } }));

    const trends = page([onNode24], runs).match(/<figure class="trend">.*?<\/figure>/gs)!;

    expect(trends).toHaveLength(1);
    expect(trends[0]).toContain('HTTP metrics only, CPU per request, on ÷ off, Express');
    expect(trends[0]).toContain('>1.010</text>');
  });
});

describe('a scale', () => {
  it('places ratios on a logarithm', () => {
    const scale = logScale({ from: 1, to: 100 }, { from: 0, to: 200 });

    expect([1, 10, 100, 1_000].map(scale.at)).toEqual([0, 100, 200, 200]);
    expect(scale.ticks).toEqual([1, 2, 5, 10, 20, 50, 100]);
  });

  it('places differences on a line with round ticks', () => {
    const scale = linearScale({ from: 0.97, to: 1.52 }, { from: 0, to: 100 });

    expect(scale.ticks).toEqual([1, 1.2, 1.4]);
    expect(scale.at(0.97)).toBe(0);
  });
});
