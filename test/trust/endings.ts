/** How a part can end; its place in the list is the seed that asks for it. */
export const ENDINGS = ['holds', 'throws', 'dies', 'hangs'] as const;
export type Ending = (typeof ENDINGS)[number];
