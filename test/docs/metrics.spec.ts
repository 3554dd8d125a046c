import { metricCatalog, otelMetrics } from '../../src/metric-catalog.js';
import { itSaysWhatTheCodeSays } from './documents.js';
import { isOneSentence } from './first-sentence.js';
import { metricReference, otelReference, prometheusReference } from './metric-reference.js';
import { sourceText } from './source-text.js';

describe('every metric', () => {
  const definitions = [...metricCatalog, ...otelMetrics.map(({ definition }) => definition)];

  it('has a help of one sentence, without its stop', () => {
    const wrong = definitions.filter(({ help }) => !isOneSentence(`${help}.`));

    expect(wrong.map(({ name, help }) => `${name}: ${help}`)).toEqual([]);
  });

  it('that the sources define is in the catalog', () => {
    // Provisioning writes names of other programs.
    const text = sourceText((file) => !file.startsWith('provisioning'));
    const defined = [...text.matchAll(/name: '([a-z]+(?:_[a-z0-9]+)+)'/g)].map(([, name]) => name);
    const known = new Set<string | undefined>(definitions.map(({ name }) => name));

    expect(defined.length).toBeGreaterThan(100);
    expect(defined.filter((name) => !known.has(name))).toEqual([]);
  });

  it('has a name of its own', () => {
    const names = metricCatalog.map(({ name }) => name);

    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});

describe('the metrics reference', () => {
  itSaysWhatTheCodeSays(['docs/reference/metrics.md'], {
    'metric-reference': metricReference,
    'otel-reference': otelReference,
    'prometheus-reference': prometheusReference,
  });
});
