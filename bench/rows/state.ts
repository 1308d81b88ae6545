import { Project, type Resource, type Variant } from "../engine/project";
import { Service } from "../engine/service";
import type { Row } from "../row";
import { bytesOf } from "./lifecycle";

/** Row 10: what a recording takes in the state, of which a self-managed backend writes all of it at each step. */
export const state: Row = {
  name: "state",
  short: true,
  async measure(stage) {
    const place = await stage.place();
    const ours = await resourcesOf("ours");
    const byHand = await resourcesOf("by-hand");
    const kilobytes = (resources: readonly Resource[]) => resources.map((resource) => bytesOf(resource) / 1000);
    const without = ours.map(({ stackTrace, ...rest }): Resource => ({ ...rest, type: rest.type }));
    return [
      { row: "10", what: "state per recording", unit: "KB", target: { below: 1.9 }, samples: kilobytes(ours) },
      { row: "", what: "of which the provider's (no stackTrace)", unit: "KB", samples: kilobytes(without) },
      { row: "", what: "state per recording by hand", unit: "KB", samples: kilobytes(byHand) },
    ];

    async function resourcesOf(variant: Variant): Promise<Resource[]> {
      await using service = await Service.start();
      await using project = await Project.create(place, variant, stage.count(5), service.settings());
      await project.up();
      return project.resources();
    }
  },
};
