import type { Row } from "../row";

/** Row 11: what an installation brings along, beside the SDK of Pulumi. */
export const installed: Row = {
  name: "installed",
  short: true,
  async measure(stage) {
    const { tarball, bundle, added, addedBytes } = await stage.installation();
    return [
      { row: "11", what: "tarball", unit: "KB", target: { below: 600 }, samples: [tarball / 1000] },
      { row: "11", what: "bundle of the plugin", unit: "MB", target: { below: 2 }, samples: [bundle / 1e6] },
      {
        row: "11",
        what: `packages added: ${added.join(", ")}`,
        unit: "",
        target: { atMost: 6 },
        samples: [added.length],
      },
      { row: "11", what: "added on disk", unit: "MB", target: { below: 5 }, samples: [addedBytes / 1e6] },
    ];
  },
};
