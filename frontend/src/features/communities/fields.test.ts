import { expect, it } from "vitest";
import { SECTIONS } from "./fields";

it("each group of rules has a title of its own", () => {
  const titles = SECTIONS.map(({ title }) => title);
  expect(new Set(titles).size).toBe(titles.length);
});
