import { expect, test } from "vitest";
import { START_AGAIN, StartAgain } from "../../../provider/settings/start-again";

const named = (text?: string) => new StartAgain(text === undefined ? {} : { [START_AGAIN]: text });

for (const unset of [undefined, "", " ", ","]) {
  test(`${JSON.stringify(unset)} names nothing, and holds back no STOP`, () => {
    expect(named(unset).isSet).toBe(false);
    expect(named(unset).names("push.example.com/live/a")).toBe(false);
  });
}

test("ids with commas between them name just these streams, whatever the case of the host", () => {
  const again = named(" push.example.com/live/a , Push.Example.com/live/B");
  expect(again.isSet).toBe(true);
  expect(again.names("PUSH.example.com/live/a")).toBe(true);
  expect(again.names("push.example.com/live/B")).toBe(true);
  expect(again.names("push.example.com/live/b")).toBe(false);
});

test("an asterisk names all", () => {
  expect(named("*").names("push.example.com/live/a")).toBe(true);
});

for (const wrong of ["a", "push.example.com/live", "push.example.com/live/a/b", "push.example.com//a"]) {
  test(`${wrong} is no id of a recording`, () => {
    expect(() => named(`push.example.com/live/a,${wrong}`)).toThrow(
      expect.objectContaining({ code: "SETTING_INVALID", message: expect.stringContaining(JSON.stringify(wrong)) }),
    );
  });
}
