/** A lock that the engine says another run holds, in a backend that is a folder, a bucket or a database. */
export interface Lock {
  readonly user: string;
  readonly host: string;
  readonly pid: number;
  /** Milliseconds since 1970. */
  readonly since: number;
}

export interface Machine {
  readonly user: string;
  readonly host: string;
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

/** The times of a lock and of a process come from two clocks of one machine, and the lock has whole seconds. */
const CLOCKS_MS = 2_000;

/**
 * Whether all locks were left by runs of this user on this machine that are gone. Only then may they be removed, since
 * `pulumi cancel` removes all there are.
 */
export function areDead(locks: readonly Lock[], { user, host, began }: Machine): boolean {
  return (
    locks.length > 0 &&
    locks.every((lock) => {
      if (lock.user !== user || lock.host !== host || Number.isNaN(lock.since)) return false;
      const process = began(lock.pid);
      // A pid is given out again: a process that began after the lock was made did not make it.
      return process === undefined || process > lock.since + CLOCKS_MS;
    })
  );
}
