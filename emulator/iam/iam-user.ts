import { FailureLock } from "../gateway/failure-lock";
import { userLocked, wrongPassword } from "./iam-refusals";

export interface IamUserNames {
  readonly userName: string;
  readonly password: string;
  readonly domainName: string;
}

// Documented for logins, as the defaults that an administrator can change: five failures, 15 minutes
// (https://support.huaweicloud.com/intl/en-us/usermanual-iam/iam_01_0704.html). That the token call counts the same way,
// and that only a success ends a row of failures, is our choice.
const failuresToLock = 5;
const lockTime = 15 * 60_000;

/** The one user of the account. */
export class IamUser {
  private readonly names: IamUserNames;
  private readonly now: () => number;
  private lock: FailureLock;

  constructor(names: IamUserNames, now: () => number) {
    this.names = names;
    this.now = now;
    this.lock = new FailureLock(failuresToLock, lockTime, now);
  }

  /** Throws the refusal. */
  check({ userName, password, domainName }: IamUserNames): void {
    if (userName !== this.names.userName || domainName !== this.names.domainName) throw wrongPassword();
    if (this.lock.locked) throw userLocked();
    if (password !== this.names.password) {
      this.lock.failed();
      throw wrongPassword();
    }
    this.lock.succeeded();
  }

  reset(): void {
    this.lock = new FailureLock(failuresToLock, lockTime, this.now);
  }
}
