import { expect, test } from "vitest";
import { archiveName } from "../../../tools/plugin/binary";

test.each([
  { platform: "linux", arch: "x64", name: "linux-amd64" },
  { platform: "linux", arch: "arm64", name: "linux-arm64" },
  { platform: "darwin", arch: "x64", name: "darwin-amd64" },
  { platform: "darwin", arch: "arm64", name: "darwin-arm64" },
  { platform: "win32", arch: "x64", name: "windows-amd64" },
] as const)(
  "the archive for $platform on $arch is called as the engine calls the platform",
  ({ platform, arch, name }) => {
    expect(archiveName("1.2.3", platform, arch)).toBe(`pulumi-resource-huaweicloud-live-v1.2.3-${name}.tar.gz`);
  },
);

test("a platform that the engine has no name for is an error", () => {
  expect(() => archiveName("1.2.3", "aix", "ppc64")).toThrow("no name for aix on ppc64");
});
