import { expect, test } from "vitest";
import { leaveOutPrintedErrors, unprinted } from "../../../provider/process/printed-errors";

function printing() {
  const printed: unknown[][] = [];
  const output = { error: (...line: unknown[]) => void printed.push(line) };
  leaveOutPrintedErrors(output);
  return { output, printed };
}

test("an error that the engine shows is not printed, as the plugin process prints it", () => {
  const { output, printed } = printing();
  const e = unprinted("STOP_REFUSED: it may still be recorded", undefined);
  output.error(`${e}: ${e.stack}`);
  expect(printed).toEqual([]);
});

test("everything else is printed", () => {
  const { output, printed } = printing();
  const e = new Error("of somebody else");
  output.error(`${e}: ${e.stack}`);
  output.error("debug %s", 1);
  output.error(e);
  expect(printed).toEqual([[`${e}: ${e.stack}`], ["debug %s", 1], [e]]);
});

test("an error that the engine shows has its text and no stack", () => {
  expect(unprinted("the text", undefined)).toMatchObject({ message: "the text", stack: "" });
});
