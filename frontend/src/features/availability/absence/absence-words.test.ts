import { describe, expect, it } from "vitest";
import { timesRefusal } from "./absence-words";

function refused(pointer: string, message: string) {
  const errors = [{ pointer, message }];
  return { type: "invalid_input", title: "", status: 422, detail: null, errors };
}

describe("an absence that cannot be", () => {
  it.each([
    ["/query/ends_at", "This time is past: choose a later one", "passé"],
    ["/ends_at", "The end must come after the start", "avant le début"],
    ["/ends_at", "A closure lasts a year at most", "un an au plus"],
  ])("says what is wrong with its time: %s, %s", (pointer, message, said) => {
    expect(timesRefusal(refused(pointer, message))).toContain(said);
  });

  it("leaves what is not about its time to its own field", () => {
    expect(timesRefusal(refused("/replacement_id", "Not a member"))).toBeNull();
    expect(timesRefusal(null)).toBeNull();
  });
});
