import type { Resource } from "../resource";
import { createEntity } from "./create";
import { removeEntity } from "./delete";
import { diffEntity } from "./diff";
import type { Entity, EntityContent, EntityInputs, EntityState } from "./entity";
import { importEntity } from "./import";
import { previewEntity } from "./preview";
import { readEntity } from "./read";
import { updateEntity } from "./update";

/** What a resource means that stands for an entity of the service. */
export function entityResource<C extends EntityContent>(entity: Entity<C>): Resource<EntityInputs<C>, EntityState<C>> {
  const { check, codes, declarable, unique, words } = entity;
  return {
    declarable,
    // Whatever the service may not show is one.
    secrets: entity.unshown,
    claim: {
      names: unique,
      twice: ({ one, other, thing }) =>
        `${codes.declaredTwice}: the ${declarable.resource}s "${one}" and "${other}" declare a ${words.short} for the same ${words.scope}, ${thing}. There can be only one: keep one of them`,
    },
    forget: { what: `the ${words.short}`, consequence: words.ifForgotten },
    check,
    diff: (context, id, olds, news) => diffEntity(entity, context, id, olds, news),
    preview: (news, olds) => previewEntity(entity, news, olds),
    create: (context, inputs) => createEntity(entity, context, inputs),
    read: (context, id, state) => readEntity(entity, context, id, state),
    import: (context, id) => importEntity(entity, context, id),
    update: (context, id, olds, news) => updateEntity(entity, context, id, olds, news),
    remove: (context, id, state) => removeEntity(entity, context, id, state),
  };
}
