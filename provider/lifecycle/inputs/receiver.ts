import * as v from "valibot";
import { REASONS } from "./reasons";
import { atMost, text } from "./text";

// What tells Live where its messages go, and how they are signed. A value that cannot be is not shown: either may be a secret.

/** For addresses, of which no page gives a limit: a longer one is a mistake. */
const LONGEST_URL = 2048;

/** It may have a path, but no parameters (https://support.huaweicloud.com/iLive-live/live_01_0035.html). */
export const receiverUrl = v.pipe(
  text("the http or https address that the messages go to"),
  atMost(LONGEST_URL),
  v.check(isReceiver, REASONS.notReceiver()),
);

/** Whatever the API page allows: these characters, so many of them. */
export const signingKey = (characters: RegExp, reason: string) =>
  v.pipe(
    text("the key that signs the messages"),
    v.check((key) => characters.test(key), reason),
  );

function isReceiver(url: string): boolean {
  if (!URL.canParse(url) || /[?#\s]/.test(url)) return false;
  const { protocol, username, password } = new URL(url);
  return (protocol === "https:" || protocol === "http:") && username === "" && password === "";
}
