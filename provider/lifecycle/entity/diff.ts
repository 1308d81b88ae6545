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
  const elsewhere = ["region", "projectId"] as const;
  const properties = [...entity.identity, ...elsewhere];
  const { changes, replaces: identity } = replaced<EntityInputs<C>>(settings, properties, olds, news);
  const [key, mark] = [entityKey(entity, placeIn(settings, olds), id), entityMark(olds)];
  // Another resource has adopted it, in this run or in one that was interrupted, or has deleted it to take its place: a
  // change in place would change the one of that resource.
  const inPlace = entity.unique.filter((name) => !entity.identity.includes(name));
  const moved = inPlace.filter((name) => olds[name] !== news[name]);
  const replaces = [...identity, ...(owners.knownByAnother(key, mark) ? moved : [])];
  owners.note(key, mark, { wants: replaces.length === 0 });
  // There is only one of its scope, so a new one of the same has to wait for the end of the old one. Said in any case:
  // `replaceOnChanges` makes a replacement of a change that is none here.
  const scope = [...entity.identity.filter((name) => entity.unique.includes(name)), ...elsewhere];
  const deleteBeforeReplace = moved.length === 0 && scope.every((name) => !identity.includes(name));
  // A change whose answer was lost: a refresh may find no difference, where something is not declared any more.
  const isUnsettled = changes || olds.requestId === undefined;
  return { ...(isUnsettled && { changes: true }), replaces, deleteBeforeReplace };
}
