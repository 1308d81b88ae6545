/** A lock that the engine says another run holds, in a backend that is a folder, a bucket or a database. */
export interface Lock {
  readonly user: string;
  readonly host: string;
  readonly pid: number;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** By what a keeper knows the locks that its own runs have left. */
export interface Own {
  readonly user: string;
  readonly host: string;
  /** When runs of a keeper of this stack began that did not end well. */
  readonly runs: readonly number[];
  /** When the process with this pid began; nothing where there is none. */
  began(pid: number): number | undefined;
}

/**
 * The locks that a message of the engine names. Nothing where it names none that could be understood: so it is with
 * Pulumi Cloud, which ends the lock of a dead run by itself.
 */
export function locksIn(message: string): Lock[] {
  return [...message.matchAll(/created by (.+)@(\S+) \(pid (\d+)\) at (\S+)/g)].map(
    ([, user = "", host = "", pid, since = ""]) => ({ user, host, pid: Number(pid), since: Date.parse(since) }),
  );
}

/** The times of a lock, a run and a process come from clocks of one machine, and the lock has whole seconds. */
const CLOCKS_MS = 2_000;

/** A run has the lock a second or two after it began, on a machine with nothing else to do. */
const LOCKING_MS = 120_000;

/**
 * Whether all locks were left by runs of a keeper on this machine that are gone. Only then may they be removed, since
 * `pulumi cancel` removes all there are.
 */
export function areOwnAndDead(locks: readonly Lock[], own: Own): boolean {
  return locks.length > 0 && locks.every((lock) => isOwn(lock, own) && isDead(lock, own));
}

function isOwn({ user, host, since }: Lock, own: Own): boolean {
  // Who met the lock of somebody else has ended well, so of two runs that began together only one is remembered.
  const isOfARun = own.runs.some((run) => since >= run - CLOCKS_MS && since <= run + LOCKING_MS);
  return user === own.user && host === own.host && isOfARun;
}

function isDead({ pid, since }: Lock, { began }: Own): boolean {
  const process = began(pid);
  // A pid is given out again: a process that began after the lock was made did not make it.
  return process === undefined || process > since + CLOCKS_MS;
}
