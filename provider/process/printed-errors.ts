/** What an error gives as its text that the engine shows anyway. */
const MARK = "huaweicloud-live: shown by the engine";

/**
 * Pulumi's plugin process prints the errors of `check`, `diff`, `read` and `delete` besides handing them to the engine, which
 * shows both (`cmd/dynamic-provider/index.js`: `console.error` of the error and its stack). Leaves out what it prints of ours.
 */
export function leaveOutPrintedErrors(to: Pick<Console, "error">): void {
  const print = to.error.bind(to);
  to.error = (...printed) => {
    if (!String(printed[0]).startsWith(MARK)) print(...printed);
  };
}

/** An error for the engine alone. */
export function unprinted(message: string, cause: unknown): Error {
  const error = new Error(message, { cause });
  error.stack = "";
  error.toString = () => MARK;
  return error;
}
