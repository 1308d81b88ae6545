/** Pulumi's own providers write the stack configuration in camelCase, those that stem from Terraform's often like this. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}

const known = new Map<string, readonly string[]>();

/** Both spellings of one of our names, camelCase first. Each recording asks for the same few, so they are worked out once. */
export function spellings(name: string): readonly string[] {
  const found = known.get(name) ?? [...new Set([name, snakeCase(name)])];
  known.set(name, found);
  return found;
}

/** The name that somebody may have meant; undefined where none is close. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const near = names.filter((name) => isNear(bare(word), bare(name)));
  return near.sort((a, b) => edits(bare(word), bare(a)) - edits(bare(word), bare(b)))[0];
}

/** Short words are close to many: `ram` is another service, not a misspelt `iam`. */
function isNear(word: string, name: string): boolean {
  if (Math.min(word.length, name.length) > 4) return edits(word, name) <= 2;
  return edits(word, name) <= 1 && word[0] === name[0];
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9.]/g, "");
}

/** How many letters have to be put in, left out, changed or exchanged with their neighbour (optimal string alignment). */
function edits(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number) => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i++) {
    rows[i] = [i];
    for (let j = 1; j <= b.length; j++) {
      const isExchanged = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const changed = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const exchanged = isExchanged ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY;
      (rows[i] as number[])[j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, changed, exchanged);
    }
  }
  return at(a.length, b.length);
}
