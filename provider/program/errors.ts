import * as pulumi from "@pulumi/pulumi";

/** What can be wrong with a program before anything is sent: each has a section in docs/errors.md. */
export const PROGRAM_ERROR_CODES = ["STREAM_DECLARED_TWICE", "PROVIDER_NOT_FOUND"] as const;

/** An error that ends the program, and that Pulumi shows without the stack. */
export function programError(code: (typeof PROGRAM_ERROR_CODES)[number], message: string): pulumi.RunError {
  return new pulumi.RunError(`${code}: ${message}`);
}
