import { type Row, stateAt } from "../model/row";
import { make, setText } from "./elements";

/** What one can do to a stream of the emulator. */
export interface Action {
  readonly label: string;
  readonly title: string;
  readonly method: string;
  /** Behind the path of the stream. */
  readonly path: string;
  readonly isPossible: boolean;
}

export function actionsFor(row: Row, now: number): Action[] {
  const isPushed = row.pushes.at(-1)?.to === Number.POSITIVE_INFINITY;
  const push = isPushed
    ? { label: "End push", title: "The encoder stops", method: "DELETE", path: "", isPossible: true }
    : { label: "Push", title: "The encoder starts", method: "PUT", path: "", isPossible: true };
  return [
    push,
    {
      label: "Interrupt",
      title: "The push was away for 5 s, and is back: its recording ends",
      method: "POST",
      path: "/interrupt?seconds=5",
      isPossible: isPushed,
    },
    {
      label: "Fail",
      title: "The recording breaks, and the push goes on",
      method: "POST",
      path: "/fail",
      isPossible: stateAt(row, now) === "recorded",
    },
  ];
}

/** Asks the emulator. Resolves with what it has against it. */
export async function act(id: string, { method, path }: Pick<Action, "method" | "path">): Promise<string | undefined> {
  const stream = id.split("/").map(encodeURIComponent).join("/");
  try {
    const answer = await fetch(`_emulator/streams/${stream}${path}`, { method });
    if (answer.ok) return undefined;
    const { error } = (await answer.json()) as { error?: string };
    return error ?? `HTTP ${answer.status}`;
  } catch {
    return "The emulator does not answer.";
  }
}

/** The buttons of one stream. */
export class ActionButtons {
  readonly element = make("span", "acts");
  private readonly buttons: HTMLButtonElement[];
  private actions: Action[] = [];

  constructor(id: string, failed: (problem: string) => void) {
    this.buttons = [0, 1, 2].map((index) => {
      const button = make("button");
      button.type = "button";
      button.addEventListener("click", async () => {
        const action = this.actions[index];
        const problem = action && (await act(id, action));
        if (problem !== undefined) failed(problem);
      });
      this.element.append(button);
      return button;
    });
  }

  update(row: Row, now: number): void {
    this.actions = actionsFor(row, now);
    for (const [index, { label, title, isPossible }] of this.actions.entries()) {
      const button = this.buttons[index];
      if (!button) continue;
      setText(button, label);
      if (button.title !== title) {
        button.title = title;
        button.setAttribute("aria-label", `${label}: ${row.id}`);
      }
      if (button.disabled === isPossible) button.disabled = !isPossible;
    }
  }
}
