/** One change, as its file in `changes/` has it. */
export interface Change {
  /** Such as `fixed-lost-stop.md`. */
  readonly file: string;
  readonly text: string;
}

const KINDS = ["added", "changed", "fixed", "removed"] as const;

/**
 * The changelog with one release more, which goes above the earlier ones.
 *
 * @throws {Error} for a file without a kind in its name, and for a release without changes
 */
export function withRelease(changelog: string, version: string, date: string, changes: readonly Change[]): string {
  const unknown = changes.find(({ file }) => !KINDS.some((kind) => file.startsWith(`${kind}-`)));
  if (unknown)
    throw new Error(`changes/${unknown.file}: the name must begin with one of ${KINDS.join(", ")} and a dash`);
  if (changes.length === 0) throw new Error("changes/ is empty: there is nothing to release");
  const parts = KINDS.map((kind) => {
    const ofKind = changes.filter(({ file }) => file.startsWith(`${kind}-`));
    const items = ofKind.map(({ text }) => `- ${text.trim().replaceAll("\n", "\n  ")}\n`);
    return items.length > 0 ? `\n### ${kind[0]?.toUpperCase()}${kind.slice(1)}\n\n${items.join("")}` : "";
  });
  const release = `## ${version} (${date})\n${parts.join("")}`;
  const earlier = changelog.indexOf("\n## ");
  if (earlier < 0) return `${changelog.trimEnd()}\n\n${release}`;
  return `${changelog.slice(0, earlier).trimEnd()}\n\n${release}${changelog.slice(earlier)}`;
}
