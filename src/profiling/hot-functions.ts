/** Whose code it was: weights of calls, such as time or bytes, added up by function. */
import type { CallNode, CallTree } from './call-tree.js';
import { isInApp, ownerName } from './frame-names.js';
import type { FunctionName } from './profile.js';
import type { CallFrame } from './v8-profile.js';

export interface FunctionWeight {
  readonly function: FunctionName;
  /** In it and the built-ins that it called. */
  self: number;
  /** Of the application's: with the packages and the parts of Node that it called. Of others: where nobody of the application did. */
  withCallees: number;
}

const MAX_FUNCTIONS = 50;

/** The heaviest first, with what they called. */
export function hotFunctions(tree: CallTree, weights: ReadonlyMap<number, number>): FunctionWeight[] {
  const functions = new Functions();
  for (const [id, weight] of weights) {
    const node = tree.get(id)!;
    const worker = functions.of(chargedFrame(node));
    worker.self += weight;
    const caller = nearest(node, ({ url }) => isInApp(url));
    if (caller === undefined) worker.withCallees += weight;
    else functions.of(caller.frame).withCallees += weight;
  }
  return functions.all();
}

/** Built-ins are charged to the function that called them; what the engine does by itself, to nobody. */
function chargedFrame(node: CallNode): CallFrame {
  return (nearest(node, ({ url }) => url !== '') ?? node).frame;
}

/** The call itself, or the innermost around it. */
function nearest(innermost: CallNode, isMeant: (frame: CallFrame) => boolean): CallNode | undefined {
  let node: CallNode | undefined = innermost;
  while (node !== undefined && !isMeant(node.frame)) node = node.caller;
  return node;
}

class Functions {
  private readonly byName = new Map<string, FunctionWeight>();

  of(frame: CallFrame): FunctionWeight {
    const name = ownerName(frame);
    const key = `${name.name} ${name.file} ${name.line}`;
    const known = this.byName.get(key);
    if (known !== undefined) return known;
    const fresh = { function: name, self: 0, withCallees: 0 };
    this.byName.set(key, fresh);
    return fresh;
  }

  all(): FunctionWeight[] {
    return [...this.byName.values()]
      .toSorted((left, right) => weightOf(right) - weightOf(left))
      .slice(0, MAX_FUNCTIONS);
  }
}

/** What is called from the application only has nothing but its own part. */
function weightOf({ self, withCallees }: FunctionWeight): number {
  return Math.max(self, withCallees);
}
