import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { STATUS, type StatusWord, statusWord } from "../words";
import { StatusBadge } from "./StatusBadge";
import { TONE } from "./StatusShape";

const everyWord = Object.entries(STATUS).flatMap(([lifecycle, states]) =>
  Object.entries<StatusWord>(states).map(
    ([state, word]) => [`${lifecycle}.${state}`, word] as const,
  ),
);

describe("statuses", () => {
  it.each(everyWord)("%s has a French word and a shape with a tone", (_, { word, shape }) => {
    expect(word).toMatch(/^[A-ZÀÉ]/);
    expect(word).not.toMatch(/[{}]/);
    expect(TONE[shape]).toBeDefined();
  });

  it.each(Object.entries(STATUS))("%s never says two states alike", (_, states) => {
    const words = Object.values<StatusWord>(states).map(({ word }) => word);
    expect(new Set(words).size).toBe(words.length);
  });

  it("are completed by what is known, and said bare otherwise", () => {
    expect(statusWord("unscheduled_care", "wave_2", { count: 3 }).word).toBe("Vague 2 sur 3");
    expect(statusWord("unscheduled_care", "wave_2").word).toBe("Vague 2");
    // Whoever made the person known reads no count of refusals, and nothing is theirs to do.
    expect(statusWord("attending_doctor", "handed_back").word).toBe("CPAM proposée");
    expect(statusWord("delivery", "queued", { count: 3 }).word).toBe("En attente");
    expect(statusWord("delivery", "queued", { count: 3, hour: "10:46" }).word).toBe(
      "En attente, essai 3 à 10:46",
    );
  });

  it("show the word, and hide the drawing from screen readers", () => {
    const { container } = render(<StatusBadge lifecycle="offer" state="pending" fill />);
    expect(screen.getByText("À vous")).toBeVisible();
    expect(container.querySelector("svg")).toHaveAttribute("aria-hidden", "true");
  });
});
