import { statSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../engine/repository.js";
import { makeBinary } from "./binary.js";

/** What `npm run plugin:binary` runs. */
const root = repositoryRoot();
makeBinary(root, join(root, "dist", "binary")).then(
  (archive) => console.log(`${archive} (${(statSync(archive).size / 1e6).toFixed(1)} MB)`),
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
