/**
 * Everything that `check` says of a declared value, which stands in front. docs/errors.md shows each, and a test of that
 * page goes through this list.
 */
export const REASONS = {
  required: () => "is required, but not set",
  unknownProperty: (owner: string, known: string) => `is not a property of ${owner}, which has ${known}`,
  misplaced: (resource: string, property: string) =>
    `cannot be set on a ${resource}: set it on a Provider, new Provider("name", { ${property}: … }), and pass that as the resource option "provider"`,
  notText: (what: string) => `must be ${what}, as a string`,
  empty: (what: string) => `is empty, but must be ${what}`,
  emptyPath: () => "is empty",
  tooLong: (length: string, longest: string) => `has ${length} characters; at most ${longest} are allowed`,
  // A key, an address, or a piece of an ingest URL.
  hidden: (message: string) => `it ${message}. The value is not shown, because it may hold a secret`,
  notBareName: (mark: string) => `must not contain ${mark}: give the name alone, without the rest of an ingest URL`,
  notBareHost: (mark: string) => `must not contain ${mark}, and ${REASONS.notHost()}`,
  notHost: () => "must be a bare host name such as push.example.com, without scheme, port or path",
  severalDomains: () => "must be one domain: Live has no wildcard for domains",
  severalStreams: () => "must name one stream: the wildcard * is for recording rules only",
  partOfWildcard: () => "must be a name or a single *: Live has no other wildcard",
  notBoolean: () => "must be true or false",
  notRecordingOrNot: () => "must be true (recorded) or false (not recorded)",
  notSeconds: (least: string, most: string) => `must be a number of seconds from ${least} to ${most}`,
  notWholeSeconds: (least: string, most: string) => `must be a whole number of seconds from ${least} to ${most}`,
  notWholeSecondsNor: (besides: string, least: string, most: string) =>
    `must be ${besides} or a whole number of seconds from ${least} to ${most}`,
  notBlock: (known: string) => `must be an object with ${known}`,
  notRuleType: () => "must be COMMAND_RECORD or CONTINUOUS_RECORD",
  notBucket: () => "must be the name of an OBS bucket: 3 to 63 of a-z, 0-9, - and .",
  notRegion: () => "must be a region such as cn-north-4",
  notReceiver: () => "must be an http or https address without user, parameters and fragment",
  notCallbackKey: () => "must be 32 or more letters and digits",
  notNotificationKey: () => "must have 32 to 128 characters",
  notEvents: (known: string) => `must be a list of ${known}`,
  noEvents: (known: string) => `is empty, but must be a list of ${known}`,
  notOneOf: (known: string) => `must be one of ${known}`,
  withoutFormat: () => "is not set, and neither is flv or mp4: a rule needs at least one format",
} as const;
