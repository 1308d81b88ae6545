import type { Preview } from "../resource";
import { isSettled } from "./differences";
import type { Entity, EntityContent, EntityInputs, EntityState } from "./entity";

/** What will be known of an entity that is created, or updated where it has a state. Inputs may be unknown yet. */
export function previewEntity<C extends EntityContent>(
  entity: Entity<C>,
  news: EntityInputs<C>,
  olds?: EntityState<C>,
): Preview<EntityState<C>> {
  if (!olds) return { outs: news as Partial<EntityState<C>> };
  const { projectId, createdAt, requestId } = olds;
  const settled = isSettled(entity, olds, news);
  const kept = { ...news, projectId, ...(createdAt !== undefined && { createdAt }), ...(settled && { requestId }) };
  return { outs: kept as Partial<EntityState<C>> };
}
