// A name with a piece of an ingest URL in it: rtmp://push.example.com/live/keynote?auth_info=… What is pasted may hold a
// secret, so nobody shows it. Written so that it can be loaded in the program, too.

/** What no name has, and how an error calls it. Percent-encoded is pasted as well. */
const MARKS: readonly (readonly [mark: RegExp, called: string])[] = [
  [/\?|%3f/i, 'a "?"'],
  [/#|%23/i, 'a "#"'],
  [/@|%40/i, 'an "@"'],
  [/\/|%2f/i, "a slash"],
  [/[\s\p{Cc}\p{Cs}\p{Z}]/u, "white space or control characters"],
];

/** The first thing in a name that belongs into a URL, or nowhere; undefined where it is bare. */
export function markIn(name: string): string | undefined {
  return MARKS.find(([mark]) => mark.test(name))?.[1];
}

export function isBare(name: string): boolean {
  return markIn(name) === undefined;
}
