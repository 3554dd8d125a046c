/** A profile with everything that its views ask of it, worked out once. */
import { formatBytes } from '../../format/bytes.js';
import { formatPlural, formatShare } from '../../format/count.js';
import { formatDuration } from '../../format/duration.js';
import type { ProfileAnswer, ProfileFrame, SourcePlace } from '../../../shapes/index.js';
import { callTreeOf, type CallTree } from './call-tree.js';
import { ownerOf, type FrameOwner } from './frame-owner.js';
import { hotFrames, type HotFrame } from './hot-frames.js';

export class ProfileModel {
  readonly tree: CallTree;
  readonly owners: readonly FrameOwner[];
  /** The most in itself first. */
  readonly hot: readonly HotFrame[];
  readonly samples: ProfileAnswer['samples'];
  readonly spans: ProfileAnswer['spans'];
  private readonly isTime: boolean;
  private readonly folder: string;

  constructor(answer: ProfileAnswer) {
    this.tree = callTreeOf(answer);
    this.owners = answer.frames.map(ownerOf);
    this.hot = hotFrames(this.tree);
    this.samples = answer.samples;
    this.spans = answer.spans;
    this.folder = answer.folder;
    this.isTime = answer.profile.kind === 'cpu';
  }

  get frames(): readonly ProfileFrame[] {
    return this.tree.frames;
  }

  /** Of a weight, in microseconds or bytes. */
  format(weight: number): string {
    return this.isTime ? formatDuration(weight / 1_000) : formatBytes(weight);
  }

  share(weight: number): string {
    return formatShare(this.tree.whole === 0 ? 0 : weight / this.tree.whole);
  }

  /** Nameless functions are told apart by where they are. */
  readonly nameOf = (frame: number): string => {
    const { name } = this.frames[frame]!;
    return name === '(anonymous)' ? `(anonymous) ${this.placeOf(frame).replace(/^.*\//, '')}` : name;
  };

  /** What the application could do something about, where any of it ran. */
  get hottest(): number | undefined {
    return (this.hot.find(({ frame }) => this.owners[frame]!.kind === 'app') ?? this.hot[0])?.frame;
  }

  /** `src/orders.ts:12` */
  placeOf(frame: number): string {
    const { file, line } = this.frames[frame]!;
    return file === null ? this.owners[frame]!.name : line === null ? file : `${file}:${line}`;
  }

  /** Of own code: what an editor can open. */
  sourceOf(frame: number): SourcePlace | undefined {
    const { file, line, isInApp } = this.frames[frame]!;
    if (!isInApp || file === null || line === null) return undefined;
    const isAbsolute = /^([/\\]|[A-Za-z]:)/.test(file);
    return { file: isAbsolute ? file : `${this.folder}/${file}`, line, column: 1 };
  }

  /** What stands for a function in the address: the same in the next profile of the same code. */
  keyOf(frame: number): string {
    return `${this.frames[frame]!.name} ${this.placeOf(frame)}`;
  }

  frameOfKey(key: string | null): number | undefined {
    const frame = key === null ? -1 : this.frames.findIndex((_, place) => this.keyOf(place) === key);
    return frame < 0 ? undefined : frame;
  }

  find(search: string): ReadonlySet<number> | undefined {
    const wanted = search.trim().toLowerCase();
    if (wanted === '') return undefined;
    const places = this.frames.map((_, frame) => frame);
    return new Set(places.filter((frame) => this.keyOf(frame).toLowerCase().includes(wanted)));
  }

  /** `3 functions, 42 %`: of the whole, in them or below them. */
  foundText(found: ReadonlySet<number>): string {
    return `${formatPlural(found.size, 'function')}, ${this.share(this.weightIn(found))}`;
  }

  /** Calls inside others that were found count once. */
  private weightIn(found: ReadonlySet<number>): number {
    const { frame, parent, total } = this.tree;
    const isInside: boolean[] = [];
    let weight = 0;
    frame.forEach((own, node) => {
      const isBelow = isInside[parent[node]!] ?? false;
      isInside[node] = isBelow || found.has(own);
      if (!isBelow && found.has(own)) weight += total[node]!;
    });
    return weight;
  }
}
