import { randomBytes } from "node:crypto";
import { microseconds } from "../protocol/times";

/** Comes from an agency: the keys must come with the security token. */
export interface TemporaryKey {
  readonly secretKey: string;
  readonly securityToken: string;
}

/** What IAM and the metadata of an instance have issued. Random: what was issued before `clear` is never known again. */
export class IssuedCredentials {
  private readonly now: () => number;
  private readonly tokens: Expiring<readonly string[]>;
  private readonly keys: Expiring<TemporaryKey>;
  private readonly metadataTokens: Expiring<true>;

  constructor(now: () => number) {
    this.now = now;
    this.tokens = new Expiring(now);
    this.keys = new Expiring(now);
    this.metadataTokens = new Expiring(now);
  }

  /** A token for these projects. `lifetime`: s; times in ms. */
  issueToken(projectIds: readonly string[], lifetime: number): { token: string; issuedAt: number; expiresAt: number } {
    const token = random(64);
    const issuedAt = this.now();
    const expiresAt = issuedAt + lifetime * 1000;
    this.tokens.add(token, projectIds, expiresAt);
    return { token, issuedAt, expiresAt };
  }

  projectsOf(token: string): readonly string[] | undefined {
    return this.tokens.get(token);
  }

  /** In the shape in which IAM and the metadata answer it. `lifetime`: s. */
  issueKey(lifetime: number) {
    const access = random(20).toUpperCase();
    const secret = random(40);
    const securitytoken = random(64);
    const expiresAt = this.now() + lifetime * 1000;
    this.keys.add(access, { secretKey: secret, securityToken: securitytoken }, expiresAt);
    return { credential: { access, secret, securitytoken, expires_at: microseconds(expiresAt) } };
  }

  key(accessKey: string): TemporaryKey | undefined {
    return this.keys.get(accessKey);
  }

  /** `lifetime`: s. */
  issueMetadataToken(lifetime: number): string {
    const token = random(64);
    this.metadataTokens.add(token, true, this.now() + lifetime * 1000);
    return token;
  }

  knowsMetadataToken(token: string): boolean {
    return this.metadataTokens.get(token) !== undefined;
  }

  clear(): void {
    this.tokens.clear();
    this.keys.clear();
    this.metadataTokens.clear();
  }
}

const random = (length: number): string => randomBytes(length / 2).toString("hex");

/** Values that are known until they expire. */
class Expiring<Value> {
  private readonly now: () => number;
  private entries = new Map<string, { readonly value: Value; readonly expiresAt: number }>();

  constructor(now: () => number) {
    this.now = now;
  }

  /** `expiresAt`: ms. */
  add(key: string, value: Value, expiresAt: number): void {
    this.entries.set(key, { value, expiresAt });
  }

  get(key: string): Value | undefined {
    const entry = this.entries.get(key);
    return entry && this.now() < entry.expiresAt ? entry.value : undefined;
  }

  clear(): void {
    this.entries = new Map();
  }
}
