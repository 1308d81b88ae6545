import * as v from "valibot";
import { Budget } from "../../http/budget";
import { isAbsent } from "../../http/codes";
import { ServiceError } from "../../http/errors";
import { authorizeBucket } from "../../live/buckets";
import { capped } from "../capped";
import { type ChangeRequest, sendChange } from "../change-request";
import type { Context } from "../context";
import { LifecycleError, serviceSaid, UnsettledError } from "../errors";
import { bucketName } from "../inputs/bucket-name";
import { UNKNOWN } from "../inputs/declaration";
import { type Difference, replaced } from "../inputs/identity";
import { type Place, placeIn, placeOf } from "../place";
import type { Imported, Preview, Resource } from "../resource";
import { BUCKET_AUTHORIZATION, checkBucket, DEFAULTS } from "./check";

/** The inputs as `check` leaves them in the state. */
export interface BucketInputs {
  readonly bucket: string;
  readonly region: string;
  readonly projectId?: string;
  readonly revokeOnDelete?: boolean;
  readonly timeout?: number;
}

/** The outputs as they are kept in the state. */
export interface BucketState extends BucketInputs {
  readonly projectId: string;
  /** X-request-id of the last grant; absent where nobody knows whether there was one. */
  readonly requestId?: string;
}

/**
 * What a `BucketAuthorization` means: Live may write to a bucket. No call of the service shows whether it may, so a refresh
 * asks nothing. Others may use the bucket as well, so a delete takes nothing back unless it is declared to.
 */
export const BUCKET: Resource<BucketInputs, BucketState> = {
  declarable: BUCKET_AUTHORIZATION,
  secrets: [],
  claim: {
    names: ["bucket"],
    twice: ({ one, other, thing }) =>
      `BUCKET_DECLARED_TWICE: the BucketAuthorizations "${one}" and "${other}" declare the same bucket, ${thing}. Keep one of them`,
  },
  forget: { what: "the authorization", consequence: "Live may then still write to the bucket." },
  check: checkBucket,
  diff,
  preview,
  create,
  read: async (_, id, state) => ({ id, props: state }),
  import: importBucket,
  update,
  remove,
};

function create(context: Context, inputs: BucketInputs): Promise<{ id: string; outs: BucketState }> {
  return inTurn(context, placeOf(context, inputs), inputs.bucket, async (place) => {
    const outs = await granted(context, place, inputs);
    return { id: inputs.bucket, outs };
  });
}

/** Grants again only where nobody knows whether it is granted: all else is about what a delete does. */
function update(context: Context, _: string, olds: BucketState, news: BucketInputs): Promise<{ outs: BucketState }> {
  const { projectId, requestId } = olds;
  return inTurn(context, Promise.resolve(placeIn(context.settings, olds)), olds.bucket, async (place) => ({
    outs: requestId === undefined ? await granted(context, place, news) : { ...news, projectId, requestId },
  }));
}

/** The engine deletes the old one of a rename last, when the new one has been granted the bucket again. */
function remove(context: Context, id: string, state: BucketState): Promise<void> {
  const { owners, say } = context;
  const place = placeIn(context.settings, state);
  return inTurn(context, Promise.resolve(place), state.bucket, async () => {
    const [key, mark] = [keyOf(place, state.bucket), markOf(state)];
    if (!state.revokeOnDelete) {
      say(
        `the authorization of the bucket ${id} stays: revokeOnDelete is not set, and others may record to the bucket`,
      );
    } else if (owners.wantedByAnother(key, mark)) {
      say(`the authorization of the bucket ${id} stays: another resource has it`);
    } else {
      const { answer, mayHaveRun } = await sendChange(context, place, requestOf(context, "revoke", state));
      if (answer instanceof ServiceError && !isAbsent(answer)) throw refused("revoke", id, answer, mayHaveRun);
    }
    owners.forget(key, mark);
  });
}

function diff({ owners, settings }: Context, _: string, olds: BucketState, news: BucketInputs): Difference {
  const difference = replaced(settings, ["bucket", "region", "projectId"], olds, news);
  const key = keyOf(placeIn(settings, olds), olds.bucket);
  owners.note(key, markOf(olds), { wants: difference.replaces.length === 0 });
  return olds.requestId === undefined ? { ...difference, changes: true } : difference;
}

function preview(news: BucketInputs, olds?: BucketState): Preview<BucketState> {
  const id = news.bucket === UNKNOWN ? {} : { id: news.bucket };
  if (!olds) return { ...id, outs: news };
  const { projectId, requestId } = olds;
  return { ...id, outs: { ...news, projectId, ...(requestId !== undefined && { requestId }) } };
}

/** Nobody can know whether it is granted: the next update grants it, and settles that. Nothing is sent here. */
async function importBucket(context: Context, id: string): Promise<Imported<BucketInputs, BucketState>> {
  if (!v.is(bucketName, id)) {
    const message = "the id of a BucketAuthorization is the name of its bucket. This one cannot be.";
    throw new LifecycleError("IMPORT_REFUSED", message);
  }
  const { inputs } = checkBucket(context.settings, {}, { bucket: id });
  const declared = inputs as unknown as BucketInputs;
  const { projectId } = await placeOf(context, declared);
  return { id, inputs: declared, props: { ...declared, projectId } };
}

async function granted(context: Context, place: Place, inputs: BucketInputs): Promise<BucketState> {
  const { bucket } = inputs;
  const kept = { ...inputs, projectId: place.projectId };
  try {
    const { answer, mayHaveRun } = await sendChange(context, place, requestOf(context, "grant", inputs));
    if (answer instanceof ServiceError) throw refused("grant", bucket, answer, mayHaveRun);
    context.owners.note(keyOf(place, bucket), answer.requestId, { wants: true });
    return { ...kept, requestId: answer.requestId };
  } catch (error) {
    // Without a request id: the next update grants it again.
    throw error instanceof LifecycleError && error.mayHaveRun ? new UnsettledError(bucket, kept, error) : error;
  }
}

function requestOf(context: Context, operation: "grant" | "revoke", { bucket, timeout }: BucketInputs): ChangeRequest {
  const budget = new Budget(capped(context, timeout ?? DEFAULTS.timeout), context.clock);
  return {
    what: `the ${operation} of the bucket ${bucket}`,
    permission: "to authorize OBS buckets, which the account itself has (no page names one for IAM users)",
    ifMayHaveRun: operation === "grant" ? "The next `pulumi up` sends it again." : "Run the same command again.",
    budget,
    send: (connection) => authorizeBucket(connection, bucket, operation, budget),
  };
}

function refused(operation: string, bucket: string, answer: ServiceError, mayHaveRun: boolean): LifecycleError {
  const message = `the ${operation} of the bucket ${bucket} was refused. The bucket must exist, in the region of Live, and the credential must be the account's own. Correct what the service names below, then run \`pulumi up\` again.\n${serviceSaid(answer)}`;
  return new LifecycleError("BUCKET_REFUSED", message, { cause: answer, mayHaveRun });
}

/** Commands for one bucket go one at a time. */
function inTurn<T>(
  context: Context,
  placing: Promise<Place>,
  bucket: string,
  command: (place: Place) => Promise<T>,
): Promise<T> {
  const keyed = placing.then((place) => keyOf(place, bucket));
  return context.queue.run(keyed, async () => command(await placing));
}

function keyOf(place: Place, bucket: string): string {
  return [place.endpoint, place.projectId, "bucket", bucket].join(" ");
}

function markOf({ requestId = "" }: { requestId?: string }): string {
  return requestId;
}
