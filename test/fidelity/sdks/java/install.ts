import { delimiter, join } from "node:path";
import { type Failure, installed, run, SdkUnavailableError } from "../../../setup/sdk-cache";
import type { Program } from "../sdks";

const WHAT = "Huawei's SDK for Java";
const pom = join(__dirname, "pom.xml");
const source = join(__dirname, "Live.java");
const java =
  "install a JDK 11 or newer and Maven (Debian, Ubuntu: `apt-get install default-jdk maven`; macOS: `brew install openjdk maven`)";
const plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1";

/** Compiled, beside the packages of `pom.xml`. */
export async function javaProgram(env: NodeJS.ProcessEnv): Promise<Program> {
  const version = await checkJava(env);
  const install = (folder: string) => compile(folder, env);
  const folder = await installed({ name: "java-sdk", what: WHAT, sources: [pom, source], version, install }, env);
  return {
    command: "java",
    args: [...quick, "-cp", [join(folder, "classes"), join(folder, "lib", "*")].join(delimiter), "Live"],
  };
}

/** A process of a few seconds is not worth optimizing. */
const quick = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"];

async function checkJava(env: NodeJS.ProcessEnv): Promise<string> {
  for (const tool of ["mvn", "javac"]) {
    await run(tool, ["--version"], { env }).catch(({ code }: Failure) => {
      const reason = code === "ENOENT" ? `there is no ${tool} on PATH` : `${tool} does not run`;
      throw new SdkUnavailableError(WHAT, reason, java);
    });
  }
  const { stdout } = await run("javac", ["--version"], { env });
  const major = Number(/\d+/.exec(stdout)?.[0]);
  if (!(major >= 11)) throw new SdkUnavailableError(WHAT, `javac is version ${stdout.trim()}`, java);
  return stdout.trim();
}

async function compile(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const lib = join(folder, "lib");
  const maven = ["-q", "-B", "-ntp", "-f", pom, `${plugin}:copy-dependencies`, `-DoutputDirectory=${lib}`];
  await run("mvn", maven, { env }).catch(({ stdout = "" }: Failure) => {
    throw new SdkUnavailableError(
      WHAT,
      `Maven could not get the packages: ${stdout.trim().split("\n")[0]}`,
      "a network connection to Maven Central, or a mirror of your own in Maven's settings.xml",
    );
  });
  await run("javac", ["-d", join(folder, "classes"), "-cp", join(lib, "*"), source], { env });
}
