import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { DayField, TimeField, typedDay, typedTime } from "./WallFields";

describe("a time as typed", () => {
  it.each([
    ["9", "09:00"],
    ["930", "09:30"],
    ["0930", "09:30"],
    ["9:30", "09:30"],
    ["14h", "14:00"],
    ["14 h 05", "14:05"],
    ["24", "24:00"],
    ["2430", ""],
    ["9:75", ""],
    ["midi", ""],
    ["", ""],
  ])("%s is %s", (typed, time) => {
    expect(typedTime(typed)).toBe(time);
  });

  it("is written in full once the field is left", async () => {
    const user = userEvent.setup();
    function Form() {
      const [time, setTime] = useState("");
      return <TimeField label="De" value={time} onChange={setTime} />;
    }
    render(
      <MantineProvider>
        <Form />
      </MantineProvider>,
    );
    await user.type(screen.getByLabelText("De"), "1430");
    await user.tab();
    expect(screen.getByLabelText("De")).toHaveValue("14:30");
  });
});

describe("a day as typed", () => {
  it.each([
    ["24/11/2026", "2026-11-24"],
    ["31/02/2026", ""],
    ["24/11/26", ""],
    ["", ""],
  ])("%s is %s", (typed, day) => {
    expect(typedDay(typed)).toBe(day);
  });

  it("has the name of its day said beside it", () => {
    render(
      <MantineProvider>
        <DayField label="Jour" value="2026-11-24" onChange={() => undefined} />
      </MantineProvider>,
    );
    expect(screen.getByLabelText("Jour")).toHaveValue("24/11/2026");
    expect(screen.getByText("mardi")).toBeInTheDocument();
  });
});
