import { status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb.js";
import { Status } from "@pulumi/pulumi/proto/status_pb.js";
import { expect, test } from "vitest";
import { failure } from "../../plugin/failure";
import { MethodError } from "../../provider/process/method-error";

test("an error is its text with the code first, and nothing else", () => {
  const { code, details, metadata } = failure(new MethodError("STOP_REFUSED", "no", undefined, undefined));
  expect({ code, details }).toEqual({ code: status.UNKNOWN, details: "STOP_REFUSED: no" });
  expect(metadata?.getMap()).toEqual({});
});

test("what may have been executed goes along in the form that the engine keeps", () => {
  const kept = { id: "d/a/s", properties: { stream: "s", stoppedAt: undefined } };
  const { metadata } = failure(new MethodError("NO_ANSWER", "lost", kept, undefined));
  const [packed] = metadata?.get("grpc-status-details-bin") ?? [];
  const full = Status.deserializeBinary(packed as Buffer);
  expect(full.getMessage()).toBe("NO_ANSWER: lost");
  const [detail] = full.getDetailsList();
  expect(detail?.getTypeName()).toBe("pulumirpc.ErrorResourceInitFailed");
  const read = ErrorResourceInitFailed.deserializeBinary(detail?.getValue_asU8() as Uint8Array);
  expect(read.getId()).toBe("d/a/s");
  expect(read.getProperties()?.toJavaScript()).toEqual({ stream: "s" });
  expect(read.getReasonsList()).toEqual(["NO_ANSWER: lost"]);
});

test("a bug says where it is", () => {
  expect(failure(new TypeError("odd")).details).toMatch(/^UNEXPECTED: TypeError: odd\n\s+at /);
});
