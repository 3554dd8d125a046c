import { metricCatalog } from '../metric-catalog.js';
import { familyUsage } from './families-in-use.js';

describe('the families in use', () => {
  it('are asked for every family of the catalog, and for no other', () => {
    const families = new Set(metricCatalog.map(({ family }) => family));

    expect(Object.keys(familyUsage).toSorted()).toEqual([...families].toSorted());
  });
});
