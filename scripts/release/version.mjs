/** Versions of three numbers: `1.4.0`. Others are given by hand, to nobody through here. */
const VERSION = /^(\d+)\.(\d+)\.(\d+)$/;
const STEPS = ['major', 'minor', 'patch'];

export function isVersion(text) {
  return VERSION.test(text);
}

export function isStep(text) {
  return STEPS.includes(text);
}

/** @param wanted a step from `current`, or a version */
export function nextVersion(current, wanted) {
  if (isVersion(wanted)) return wanted;
  const numbers = numbersOf(current);
  const at = STEPS.indexOf(wanted);
  return numbers.map((number, place) => (place < at ? number : place === at ? number + 1 : 0)).join('.');
}

export function isAfter(version, other) {
  const [one, two] = [numbersOf(version), numbersOf(other)];
  const at = one.findIndex((number, place) => number !== two[place]);
  return at >= 0 && one[at] > two[at];
}

function numbersOf(version) {
  return VERSION.exec(version).slice(1).map(Number);
}
