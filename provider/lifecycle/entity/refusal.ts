import type { ServiceError } from "../../http/errors";
import { LifecycleError, serviceSaid } from "../errors";
import type { Entity, EntityContent } from "./entity";

const MAY_HAVE_RUN =
  " An earlier try got no answer and may have been executed: run `pulumi up` again before a `destroy`, so that nothing is left behind.";

/** The service's no. */
interface Refused {
  readonly answer: ServiceError;
  /** An earlier try had no answer. */
  readonly mayHaveRun: boolean;
}

export function refused<C extends EntityContent>(
  entity: Entity<C>,
  what: string,
  content: C,
  { answer, mayHaveRun }: Refused,
  why = ". Correct what the service names below, then run `pulumi up` again.",
): LifecycleError {
  const message = `${what} of the ${entity.words.noun} ${entity.name(content)} was refused${why}${mayHaveRun ? MAY_HAVE_RUN : ""}\n${serviceSaid(answer)}`;
  return new LifecycleError(entity.codes.refused, message, { cause: answer, mayHaveRun });
}
