import type { Context } from "../context";
import { type Difference, replaced } from "../inputs/identity";
import { placeIn } from "../place";
import { type Entity, type EntityContent, type EntityInputs, type EntityState, entityKey, entityMark } from "./entity";

export function diffEntity<C extends EntityContent>(
  entity: Entity<C>,
  { owners, settings }: Context,
  id: string,
  olds: EntityState<C>,
  news: EntityInputs<C>,
): Difference & { readonly deleteBeforeReplace: boolean } {
  const place = ["region", "projectId"] as const;
  const difference = replaced<EntityInputs<C>>(settings, [...entity.identity, ...place], olds, news);
  const { replaces } = difference;
  const key = entityKey(entity, placeIn(settings, olds), id);
  owners.note(key, entityMark(olds), { wants: replaces.length === 0 });
  // There is only one of its scope, so a new one of the same has to wait for the end of the old one. Said in any case:
  // `replaceOnChanges` makes a replacement of a change that is none here.
  const scope = [...entity.identity.filter((name) => entity.unique.includes(name)), ...place];
  const deleteBeforeReplace = scope.every((name) => !replaces.includes(name));
  // A change whose answer was lost: a refresh may find no difference, where something is not declared any more.
  const unsettled = olds.requestId === undefined;
  return { ...difference, ...(unsettled && { changes: true }), deleteBeforeReplace };
}
