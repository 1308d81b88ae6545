import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What the page is made of. It loads nothing else, and nothing from elsewhere. */
const files: Readonly<Record<string, { readonly name: string; readonly type: string }>> = {
  "/": { name: "index.html", type: "text/html; charset=utf-8" },
  "/page.css": { name: "page.css", type: "text/css; charset=utf-8" },
  "/page.js": { name: "page.js", type: "text/javascript; charset=utf-8" },
  "/icon.svg": { name: "icon.svg", type: "image/svg+xml" },
};

export const pageHeaders = {
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Content-Security-Policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    // Text stays text: nothing that a stream is called can become an element.
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; "),
} as const;

export interface PageFile {
  readonly type: string;
  readonly body: string;
}

/** The file of the page at this path, if there is one: also while the package is being installed anew. */
export function pageFile(path: string): PageFile | undefined {
  const file = Object.hasOwn(files, path) ? files[path] : undefined;
  try {
    return file && { type: file.type, body: readFileSync(join(__dirname, "..", file.name), "utf8") };
  } catch {
    return undefined;
  }
}
