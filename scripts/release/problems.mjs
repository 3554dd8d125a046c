/** What stands against a release: all of it at once, each with its fix. */

/** @param judged rows of what must be so, the fact where it is not, and its fix */
export function problemsAmong(judged) {
  return judged.filter(([isRight]) => !isRight).map(([, fact, fix]) => `  - ${fact}. Fix: ${fix}.`);
}

/** @param headline such as `Nothing was changed` */
export function refuse(headline, problems, say) {
  say(`\n${headline}:\n${problems.join('\n')}`);
  process.exitCode = 1;
}
