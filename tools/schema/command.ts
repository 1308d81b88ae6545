import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../engine/repository.js";
import { generateSchema } from "./generate.js";

/** What `npm run schema` runs: writes plugin/schema.json anew. */
writeFileSync(
  join(repositoryRoot(), "plugin", "schema.json"),
  `${JSON.stringify(generateSchema(repositoryRoot()), null, 2)}\n`,
);
