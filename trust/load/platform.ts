/** Of all that is tried under load, each is tried on both. */
export const platforms = ['express', 'fastify'] as const;
export type Platform = (typeof platforms)[number];
