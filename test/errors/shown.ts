/**
 * A message as docs/errors.md shows it: what differs from run to run is always the same, white space does not count, and
 * neither do the places in the code.
 */
export function shown(message: string): string {
  const instants: number[] = [];
  /** Its place among the instants of the message; what is less than a minute apart is one. */
  const nth = (digits: string[]) => {
    const [year = 0, month = 0, ...rest] = digits.slice(0, 6).map(Number);
    const instant = Date.UTC(year, month - 1, ...rest);
    const known = instants.findIndex((other) => Math.abs(other - instant) < 60_000);
    return known < 0 ? instants.push(instant) : known + 1;
  };
  return (
    message
      .replace(/(\d{4})-?(\d\d)-?(\d\d)T(\d\d):?(\d\d):?(\d\d)Z/g, (text, ...digits: string[]) =>
        text.includes("-") ? `2026-01-02T0${nth(digits)}:00:00Z` : `20260102T0${nth(digits)}0000Z`,
      )
      .replace(/127\.0\.0\.1:\d+/g, "127.0.0.1:8787")
      .replace(/X-request-id [^)]+/g, "X-request-id …")
      // A region that is no name for DNS: see NO_REGION.
      .replace(/cn-nr{20,}oth-4/g, "cn-nroth-4")
      .replace(/\d+ tr(y|ies) within/g, "2 tries within")
      .replace(/\n\s+at .*/g, "")
      .replace(/\s+/g, " ")
      .trim()
  );
}
