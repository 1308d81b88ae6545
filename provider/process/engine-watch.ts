import { connect } from "node:net";

/**
 * Ends this process when the engine is gone. A killed CLI leaves its plugins behind, and one that goes on waiting or
 * trying again would send a START or a STOP long after its run, against what a later run has declared.
 *
 * The engine's address is the argument that every plugin process gets. One that was never reachable says nothing: the
 * process was not started by an engine then.
 */
export function endWithEngine(address: string | undefined, end: () => void): void {
  const [, host, port] = /^(.+):(\d+)$/.exec(address ?? "") ?? [];
  if (host === undefined) return;
  let seen = false;
  const watch = () => {
    let connected = false;
    const socket = connect(Number(port), host)
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
