/** The steps of a structured decision, in their order: PrOACT with a start, a result and a look back. */
export const componentTypes = [
  'issue_raising',
  'problem_frame',
  'objectives',
  'alternatives',
  'consequences',
  'tradeoffs',
  'recommendation',
  'decision_quality',
] as const;

export type ComponentType = (typeof componentTypes)[number];
