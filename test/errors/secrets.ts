/** The secrets of every test here: all of them have this in them, so that one look finds any. */
export const MARK = "marked-as-secret";

export const SECRETS = {
  secretKey: `${MARK}-key`,
  securityToken: `${MARK}-security-token`,
  token: `${MARK}-token`,
  password: `${MARK}-password`,
} as const;

/**
 * A secret that was set, one that the emulator has issued (40 hexadecimal digits or more), or a signature, which proves
 * who asks for 15 minutes.
 */
export const ANY_SECRET = new RegExp(`${MARK}|[0-9a-fA-F]{40}|Signature=\\w`);
