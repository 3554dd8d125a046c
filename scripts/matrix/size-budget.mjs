// What the package may weigh, in bytes: the figures of November 2026 and about a tenth more. Most of it is source maps with
// their sources, and the console's page.

export const sizeBudget = {
  // 2_790_195
  packedBytes: 3_050_000,
  // 9_606_598
  unpackedBytes: 10_500_000,
};
