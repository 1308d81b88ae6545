/** The error that `work` rejects with, and that is of this `kind`. */
export async function failureOf<E extends Error = Error>(
  work: Promise<unknown>,
  kind: abstract new (...args: never[]) => E = Error as never,
): Promise<E> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof kind) return error;
  throw new Error(`no ${kind.name}`, { cause: error });
}
