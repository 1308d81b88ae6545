import type { Answer } from "../protocol/answer";
import type { Call } from "../protocol/call";
import type { SignedRequest } from "../protocol/signature";

/** One of the services behind the port. */
export interface Api {
  answer(request: SignedRequest, call: Call, requestId: string): Answer;
}

/** The service whose call it is; what is nobody's is Live's to refuse. */
export const allApis = (live: Api, iam: Api, metadata: Api): Api => ({
  answer(request, call, requestId) {
    switch (call.operation) {
      case "token":
      case "projects":
      case "security-tokens":
        return iam.answer(request, call, requestId);
      case "metadata":
        return metadata.answer(request, call, requestId);
      default:
        return live.answer(request, call, requestId);
    }
  },
});
