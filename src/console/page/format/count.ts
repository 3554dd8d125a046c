/** Numbers of things, shares and rates. */

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
const precise = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });

/** `1,234,567` */
export function formatCount(count: number | null | undefined): string {
  return isKnown(count) ? whole.format(count) : '–';
}

/** `1.23M`: where there is room for few characters. */
export function formatCompact(count: number | null | undefined): string {
  return isKnown(count) ? compact.format(count) : '–';
}

/** Any measured value, with four figures that matter: `0.01235`. */
export function formatNumber(value: number | null | undefined): string {
  return isKnown(value) ? precise.format(value) : '–';
}

/** A share of 1 as `99.95 %`: as many places as it takes to differ from 0 and from 100, and no zeros at the end. */
export function formatShare(share: number | null | undefined): string {
  if (!isKnown(share)) return '–';
  const percent = share * 100;
  const distance = Math.min(Math.abs(percent), Math.abs(100 - percent));
  const places = distance === 0 || distance >= 10 ? 0 : distance >= 2 ? 1 : distance >= 0.1 ? 2 : 3;
  return `${Number(percent.toFixed(places))}\u00a0%`;
}

/** `12.3/s` */
export function formatRate(perSecond: number | null | undefined): string {
  if (!isKnown(perSecond)) return '–';
  return `${perSecond >= 100 ? whole.format(perSecond) : perSecond.toFixed(perSecond >= 10 || perSecond === 0 ? 1 : 2)}/s`;
}

/** `1 span`, `3 spans` */
export function formatPlural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)}\u00a0${count === 1 ? one : many}`;
}

function isKnown(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}
