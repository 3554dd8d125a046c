/** The profiles that are kept, compressed and bounded in number and bytes: the oldest makes room for the newest. */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { ProfileContent } from './formats/profile-file.js';
import type { Profile } from './profile.js';

export interface StoreLimits {
  readonly maxProfiles: number;
  /** Of compressed content and summaries together. */
  readonly maxBytes: number;
}

interface Kept {
  readonly profile: Profile;
  readonly compressed: Buffer;
  readonly sizeBytes: number;
}

const compress = promisify(gzip);
const expand = promisify(gunzip);

export class ProfileStore {
  private kept: readonly Kept[] = [];

  constructor(
    private readonly limits: StoreLimits,
    /** It alone would be more than all may be. */
    private readonly onTooLarge: () => void,
  ) {}

  /** The newest first. */
  list(): readonly Profile[] {
    return this.kept.map(({ profile }) => profile);
  }

  find(id: string): Profile | undefined {
    return this.list().find((profile) => profile.id === id);
  }

  async content(id: string): Promise<ProfileContent | undefined> {
    const kept = this.kept.find(({ profile }) => profile.id === id);
    return kept && (JSON.parse(String(await expand(kept.compressed))) as ProfileContent);
  }

  async add(profile: Profile, content: ProfileContent): Promise<void> {
    const compressed = await compress(JSON.stringify(content));
    const sizeBytes = compressed.length + Buffer.byteLength(JSON.stringify(profile));
    if (sizeBytes > this.limits.maxBytes) return this.onTooLarge();
    this.kept = [{ profile, compressed, sizeBytes }, ...this.kept];
    while (this.isOver()) this.kept = this.kept.slice(0, -1);
  }

  remove(id: string): boolean {
    const before = this.kept.length;
    this.kept = this.kept.filter(({ profile }) => profile.id !== id);
    return this.kept.length < before;
  }

  clear(): void {
    this.kept = [];
  }

  private isOver(): boolean {
    const bytes = this.kept.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    return this.kept.length > this.limits.maxProfiles || bytes > this.limits.maxBytes;
  }
}
