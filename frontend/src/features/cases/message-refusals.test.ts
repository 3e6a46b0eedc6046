import { describe, expect, it } from "vitest";
import type { Problem, ProblemType } from "../../api";
import { NO_NUMBER } from "../../typed";
import { messageRefusal } from "./message-refusals";

function problem(type: ProblemType, message?: string): Problem {
  return {
    type,
    title: "",
    status: 422,
    detail: null,
    related_id: null,
    errors: message === undefined ? null : [{ pointer: "/text", message }],
  };
}

describe("a message that did not leave", () => {
  it("says that a number of social security is not kept", () => {
    const said = problem("invalid_input", "This holds a social security number: take it out");
    expect(messageRefusal(said)).toEqual({ sentence: NO_NUMBER });
  });

  it("shows back the words that look like a cause, for their author to take out or confirm", () => {
    const message = "These words look medical: cancer, fracture. Take them out, or confirm";
    const { sentence, medicalWords } = messageRefusal(problem("invalid_input", message));
    expect(medicalWords).toEqual(["cancer", "fracture"]);
    expect(sentence).toContain("cancer, fracture");
  });

  it("says that the request was closed, or left one’s sight, meanwhile", () => {
    expect(messageRefusal(problem("case_closed")).sentence).toContain("vient d’être close");
    expect(messageRefusal(problem("not_found")).sentence).toContain("ne suivez plus");
  });

  it("keeps what was typed without a network", () => {
    expect(messageRefusal(new TypeError("Failed to fetch")).sentence).toContain("gardée");
  });
});
