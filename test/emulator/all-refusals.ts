import * as refusals from "../../emulator/protocol/refusals";

/** Every answer with which the emulator refuses a request to Live, with some arguments. */
export function allRefusals(): refusals.Refusal[] {
  const { Refusal, ...makers } = refusals;
  return Object.values<(...args: never[]) => refusals.Refusal>(makers).map((make) =>
    Reflect.apply(make, null, ["", ""]),
  );
}
