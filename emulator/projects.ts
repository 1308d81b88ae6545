/** A project of the account, as IAM knows it. Its name is the region's, or the region's and one of its own. */
export interface Project {
  /** Project id. */
  readonly id: string;
  /** Such as `cn-north-4` or `cn-north-4_events`. */
  readonly name: string;
}

/** The projects of the account. Streams and rules are the same in all of them. */
export class Projects {
  private readonly declared: readonly Project[] | undefined;
  private readonly projectId: string;

  /** Undeclared: whatever the name, it is the one project. */
  constructor(projectId: string, declared: readonly Project[] | undefined) {
    this.projectId = projectId;
    this.declared = declared;
  }

  /** Of the key pairs: `projectId` also where it was not declared. */
  get ids(): readonly string[] {
    return [this.projectId, ...(this.declared ?? []).map((project) => project.id)];
  }

  /** All, or those of a name. */
  named(name: string | undefined): readonly Project[] {
    if (!this.declared) return [{ id: this.projectId, name: name ?? "cn-north-4" }];
    return this.declared.filter((project) => (name ?? project.name) === project.name);
  }

  withId(id: string): Project | undefined {
    return this.named(undefined).find((project) => project.id === id);
  }
}
