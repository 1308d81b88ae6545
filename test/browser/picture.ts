import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const images = join(__dirname, "../../docs/images");

/** Side of a square that is compared as one, in pixels: letters of another font look the same from so far. */
const coarse = 16;
/**
 * By how much, from 0 to 255, all of them may differ on average; by how much all but one in a hundred, since a wider
 * letter moves what stands beside it; and by how much each on the time axis, where nothing moves.
 */
const most = { average: 5, nearly: 70, axis: 90 };

/**
 * Compares what the page looks like with the picture in `docs/images`, from so far that fonts do not matter. With
 * `UPDATE_PICTURES=1` it becomes the picture.
 */
export async function expectPicture(page: Page, name: string): Promise<void> {
  const file = join(images, name);
  const now = await page.screenshot();
  if (process.env.UPDATE_PICTURES === "1") {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, now);
  }
  expect(existsSync(file), `${file} is missing: UPDATE_PICTURES=1 makes it`).toBe(true);
  const kept = await readFile(file);
  const [one, other] = [await squares(page, kept), await squares(page, now)];
  expect([other.width, other.values.length], "the pictures have different sizes").toEqual([
    one.width,
    one.values.length,
  ]);
  const axis = await page.locator("#plot").boundingBox();
  const differences = one.values.map((value, index) => Math.abs(value - (other.values[index] ?? 0)));
  const onAxis = differences.filter((_, index) => {
    const [x, y] = [Math.floor(index / 3) % one.width, Math.floor(index / 3 / one.width)].map(
      (square) => square * coarse,
    );
    return (
      axis &&
      x &&
      y &&
      x > axis.x &&
      y > axis.y &&
      x + coarse < axis.x + axis.width &&
      y + coarse < axis.y + axis.height
    );
  });
  const sorted = [...differences].sort((a, b) => a - b);
  const found = {
    average: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    nearly: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
    axis: Math.max(...onAxis),
  };
  const said = `The page looks different from docs/images/${name}. If it should, run the test with UPDATE_PICTURES=1.`;
  for (const which of ["average", "nearly", "axis"] as const)
    expect(found[which], `${which}: ${said}`).toBeLessThan(most[which]);
}

/** The mean colours of the squares of a picture: the browser can read it. */
async function squares(page: Page, picture: Buffer): Promise<{ width: number; values: number[] }> {
  const blank = await page.context().newPage();
  try {
    return await blank.evaluate(
      async ({ bytes, side }) => {
        const binary = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
        const image = await createImageBitmap(new Blob([binary]));
        const canvas = new OffscreenCanvas(Math.ceil(image.width / side), Math.ceil(image.height / side));
        const context = canvas.getContext("2d");
        if (!context) return { width: 0, values: [] };
        context.imageSmoothingQuality = "high";
        context.drawImage(image, 0, 0, canvas.width, canvas.height);
        const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
        return { width: canvas.width, values: [...data].filter((_, index) => index % 4 !== 3) };
      },
      { bytes: picture.toString("base64"), side: coarse },
    );
  } finally {
    await blank.close();
  }
}
