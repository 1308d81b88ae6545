import { Metadata, type StatusObject, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb.js";
import { Status } from "@pulumi/pulumi/proto/status_pb.js";
import { Any } from "google-protobuf/google/protobuf/any_pb.js";
import { MethodError } from "../provider/process/method-error";
import { toWire } from "./wire";

/** An error as the engine understands it. What may have been executed is kept in the state, and marked as not settled. */
export function failure(error: unknown): Partial<StatusObject> {
  const shown = error instanceof MethodError ? error.shown : `UNEXPECTED: ${stackOf(error)}`;
  const kept = error instanceof MethodError ? error.kept : undefined;
  const metadata = new Metadata();
  if (kept) {
    const detail = new ErrorResourceInitFailed();
    detail.setId(kept.id);
    detail.setProperties(toWire(kept.properties));
    detail.setReasonsList([shown]);
    const packed = new Any();
    packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const full = new Status();
    full.setCode(status.UNKNOWN);
    full.setMessage(shown);
    full.addDetails(packed);
    metadata.set("grpc-status-details-bin", Buffer.from(full.serializeBinary()));
  }
  return { code: status.UNKNOWN, details: shown, metadata };
}

function stackOf(error: unknown): string {
  return String(error instanceof Error ? error.stack : error);
}
