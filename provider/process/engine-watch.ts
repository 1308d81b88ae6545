import { connect } from "node:net";

const HOST_AND_PORT = /^(\[[\da-fA-F:.%]+\]|[^-:/=[\]\s][^:/=[\]\s]*):(\d{1,5})$/;

/**
 * The engine's address among the arguments of a plugin process: the last one that is host and port. The engine puts
 * flags before it, such as those for `--logflow` and `--tracing`, and one of them may have an address of its own.
 */
export function engineAddress(args: readonly string[]): string | undefined {
  return args.findLast((arg) => HOST_AND_PORT.test(arg));
}

/**
 * Ends this process when the engine is gone. A killed CLI leaves its plugins behind, and one that goes on waiting or
 * trying again would send a START or a STOP long after its run, against what a later run has declared.
 *
 * An address that was never reachable says nothing: the process was not started by an engine then.
 */
export function endWithEngine(address: string | undefined, end: () => void): void {
  const [, host, port] = HOST_AND_PORT.exec(address ?? "") ?? [];
  if (host === undefined) return;
  let seen = false;
  const watch = () => {
    let connected = false;
    const socket = connect(Number(port), host.replace(/[[\]]/g, ""))
      .on("connect", () => {
        connected = true;
        seen = true;
      })
      .on("error", () => {})
      .on("close", () => {
        // The engine also hangs up on a connection that never says anything, so only a refused one means the end.
        if (connected) setTimeout(watch, 100).unref();
        else if (seen) end();
      });
    // Unread, it would never notice that the other end is gone; and it must not keep this process running.
    socket.resume().unref();
  };
  watch();
}
