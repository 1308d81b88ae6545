// The methods that a dynamic provider must have, and no work in them: the same state, without network.
const place = { region: "cn-north-4", projectId: "0".repeat(32) };

/** Where a limiter is named, each creation waits until it is let go. */
const limiter = process.env.BENCH_LIMITER;

module.exports = {
  check: async (_olds, news) => {
    const { publishDomain, app, stream } = news;
    return { inputs: { recording: true, publishDomain, app, stream, ...place } };
  },
  diff: async () => ({ changes: false, replaces: [] }),
  create: async (inputs) => {
    if (limiter) await fetch(limiter).then((answer) => answer.text());
    const { __provider, ...declared } = inputs;
    const { publishDomain, app, stream } = declared;
    // As long as the ids of the emulator.
    const started = { requestId: "0".repeat(55), startedAt: "2026-01-01T00:00:00Z" };
    return { id: `${publishDomain}/${app}/${stream}`, outs: { ...declared, status: "recording", ...started } };
  },
  read: async (id, props) => ({ id, props }),
  update: async (_id, _olds, news) => ({ outs: news }),
  delete: async () => {},
};
