import { STATUS_CODES } from "node:http";
import type { Answer } from "../protocol/answer";

// The answers with which IAM refuses a request. Codes and texts, where documented, are those of
// https://support.huaweicloud.com/intl/en-us/api-iam/iam_30_0001.html
// "Not documented" marks what no page says; the choice is ours.

/** Thrown where IAM refuses a request; becomes the answer. */
export class IamRefusal extends Error {
  readonly status: number;

  constructor(status: number, text: string) {
    super(text);
    this.status = status;
  }
}

/** IAM has an error body of its own, with a number for a code. */
export const iamRefusalAnswer = ({ status, message }: IamRefusal): Answer => ({
  status,
  body: { error: { code: status, message, title: STATUS_CODES[status] } },
});

export const invalidBody = () => new IamRefusal(400, "The request body is invalid");

/** Also where the user or the account does not exist. */
export const wrongPassword = () => new IamRefusal(401, "The username or password is wrong.");

/**
 * The text of IAM.0061 in the table of error codes. Not documented: whether that code or the number 401 is in the body.
 */
export const userLocked = () => new IamRefusal(401, "Account locked.");

/** Not documented: the page lists 404, but not for what. */
export const projectNotFound = () => new IamRefusal(404, "Could not find the project.");

/** The agency or its account does not exist. Not documented: of 400, 401 and 403 the one that fits. */
export const agencyForbidden = () => new IamRefusal(403, "You are not authorized to assume the agency.");
