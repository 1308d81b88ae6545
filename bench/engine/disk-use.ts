import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";

/** Bytes of the blocks that a folder and everything in it take, as `du` counts them. */
export async function diskUse(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(["", ...names].map(async (name) => (await lstat(join(folder, name))).blocks * 512));
  return sizes.reduce((sum, size) => sum + size, 0);
}
