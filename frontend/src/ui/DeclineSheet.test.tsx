import { MantineProvider } from "@mantine/core";
import { act, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Decline, DeclineSheet } from "./DeclineSheet";
import { UndoToast } from "./UndoToast";

const send = vi.fn<(decline: Decline, leaving: boolean) => void>();
const onDeclined = vi.fn();
const onUndone = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
});
afterEach(() => {
  // Whatever waits is sent before the next test.
  act(() => vi.runAllTimers());
  vi.useRealTimers();
});

function open() {
  return render(
    <MantineProvider>
      <DeclineSheet
        quietUntil="demain 8:00"
        send={send}
        onDeclined={onDeclined}
        onUndone={onUndone}
        onClose={() => undefined}
      />
      <UndoToast />
    </MantineProvider>,
  );
}

const tap = (name: string) => fireEvent.click(screen.getByText(name));

describe("declining", () => {
  it("takes one tap, and leaves eight seconds later", () => {
    open();
    tap("Trop loin");
    expect(onDeclined).toHaveBeenCalledOnce();
    act(() => vi.advanceTimersByTime(7_999));
    expect(send).not.toHaveBeenCalled();
    act(() => vi.advanceTimersByTime(1));
    expect(send).toHaveBeenCalledExactlyOnceWith({ reason: "too_far", quiet: false }, false);
    expect(screen.queryByText("Annuler")).toBeNull();
  });

  it("can be taken back, and then nothing is ever sent", () => {
    open();
    tap("Absence");
    act(() => vi.advanceTimersByTime(3_000));
    tap("Annuler");
    act(() => vi.advanceTimersByTime(60_000));
    expect(onUndone).toHaveBeenCalledOnce();
    expect(send).not.toHaveBeenCalled();
  });

  it("leaves at once when the page is left, and only once", () => {
    open();
    tap("Pas de place dans le délai");
    act(() => {
      window.dispatchEvent(new Event("pagehide"));
    });
    expect(send).toHaveBeenCalledExactlyOnceWith({ reason: "no_room", quiet: false }, true);
    act(() => vi.advanceTimersByTime(60_000));
    expect(send).toHaveBeenCalledOnce();
  });

  it("sends the first answer when a second one is given", () => {
    open();
    tap("Trop loin");
    tap("Hors de ma compétence");
    expect(send).toHaveBeenCalledExactlyOnceWith({ reason: "too_far", quiet: false }, false);
    act(() => vi.advanceTimersByTime(8_000));
    expect(send).toHaveBeenLastCalledWith({ reason: "outside_skills", quiet: false }, false);
  });

  it("carries the wish for quiet", () => {
    open();
    fireEvent.click(screen.getByRole("switch", { hidden: true }));
    tap("Absence");
    act(() => vi.advanceTimersByTime(8_000));
    expect(send).toHaveBeenCalledExactlyOnceWith({ reason: "absent", quiet: true }, false);
  });
});
