/** The secrets of every test here: all of them have this in them, so that one look finds any. */
export const MARK = "marked-as-secret";

export const SECRETS = {
  secretKey: `${MARK}-key`,
  securityToken: `${MARK}-security-token`,
  token: `${MARK}-token`,
  password: `${MARK}-password`,
  /** Of notifications: 32 characters at least. */
  notificationKey: `${MARK}-notification-key`,
  /** Of callbacks: letters and digits, so without the mark; it looks like what the emulator issues. */
  callbackKey: "c0ffee".repeat(7),
} as const;

/** What was set, what the emulator has issued (40 hexadecimal digits or more), and a signature. */
const ANY_SECRET = new RegExp(`.{0,40}(?:${MARK}|[0-9a-fA-F]{40}|Signature=\\w)`);

/** What is signed ends with the hash of the body, and the gateway may repeat it. */
const BODY_HASH = /\|[0-9a-f]{64}/g;

/** The first secret in a text, with what is before it. */
export function secretIn(text: string): string | undefined {
  return ANY_SECRET.exec(text.replaceAll(BODY_HASH, ""))?.[0];
}
