import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { type ReactNode, useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { SignIn } from "../features/identity/SignIn";
import { BeforeSending } from "./BeforeSending";
import { Board } from "./Board";
import { BoardRow } from "./BoardRow";
import { Choice } from "./Choice";
import { DateField, NoteField, PhoneField } from "./Field";
import { FilterChip } from "./FilterChip";
import { MaskedIdentity } from "./MaskedIdentity";
import { OfferCard } from "./OfferCard";
import { RedFlags } from "./RedFlags";
import { Segments } from "./Segments";
import { SidePanel } from "./SidePanel";
import { StopScreen } from "./StopScreen";
import { Thread, type ThreadEntry } from "./Thread";
import { Week } from "./Week";

const ignore = () => undefined;
const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
const anHourAgo = new Date(Date.now() - 3_600_000).toISOString();

const steps: ThreadEntry[] = [
  { key: "1", phase: "past", at: anHourAgo, title: "Demandé" },
  { key: "2", phase: "now", at: anHourAgo, title: "Médecin traitant sollicité" },
  { key: "3", phase: "next", at: inAnHour, title: "Sinon, le réseau proche" },
];

const offer = {
  title: "ORL · enfant de 4 à 6 ans",
  dueAt: inAnHour,
  startedAt: anHourAgo,
  facts: [{ kind: "where" as const, text: "Plateau" }],
  slots: [1, 2, 3, 4].map((n) => ({ id: String(n), startsAt: inAnHour })),
};

const pieces: Record<string, ReactNode> = {
  "the sign-in page": <SignIn door={{ signIn: async () => null, prove: async () => null }} />,
  "an offer": (
    <OfferCard
      offer={offer}
      phase={{ name: "open" }}
      onAccept={ignore}
      onDecline={ignore}
      onTakeBack={ignore}
    />
  ),
  "the warning signs": <RedFlags onSign={ignore} onNone={ignore} />,
  "the stop screen": <StopScreen sign="chest_pain" outcome="Close." onBack={ignore} />,
  "the board": (
    <Board
      label="Demandes ouvertes"
      groups={[
        {
          key: "you",
          title: "À vous",
          rows: [
            <BoardRow
              id="1198"
              key="1"
              kind="unscheduled_care"
              title={offer.title}
              meta="SNP-1204"
              deadline={{ kind: "answer", dueAt: inAnHour, startedAt: anHourAgo }}
              lifecycle="unscheduled_care"
              state="no_solution"
              counters="14 sollicités"
              action={<button type="button">Attribuer</button>}
              onOpen={ignore}
            />,
          ],
        },
      ]}
    />
  ),
  "a side panel": (
    <SidePanel number="SNP-1204" title={offer.title} onClose={ignore}>
      <Thread label="Fil de la demande" entries={steps} />
    </SidePanel>
  ),
  "fields in error": (
    <>
      <PhoneField label="Téléphone" value="06 39" onChange={ignore} error="Il manque 6 chiffres." />
      <DateField label="Né·e le" value="" onChange={ignore} help="Jour, mois, année" />
      <NoteField label="Note" value="" onChange={ignore} max={200} optional />
      <Choice
        legend="Motif"
        look="chips"
        value="a"
        onChange={ignore}
        options={[
          { value: "a", label: "ORL" },
          { value: "b", label: "Dermato" },
        ]}
      />
      <Segments
        legend="À voir"
        value="a"
        onChange={ignore}
        options={[
          { value: "a", label: "Sous 24 h" },
          { value: "b", label: "Sous 48 h" },
        ]}
      />
      <FilterChip on onChange={ignore}>
        Fait des visites
      </FilterChip>
    </>
  ),
  "a masked identity": <MaskedIdentity forced purpose="Pourquoi ?" reveal={async () => null} />,
  "what will happen": (
    <BeforeSending
      plan={{ title: offer.title, facts: ["Plateau"], steps, promise: "Avant 12:18." }}
    />
  ),
  "the week": (
    <Week
      firstHour={8}
      lastHour={20}
      now={600}
      onDay={ignore}
      days={[
        {
          at: inAnHour,
          today: true,
          blocks: [
            {
              id: "1",
              look: "opening",
              from: 540,
              to: 720,
              title: "SNP",
              label: "SNP, de 9:00 à 12:00",
              onOpen: ignore,
            },
          ],
        },
      ]}
    />
  ),
};

function ListWithPanel() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Ligne
      </button>
      {open && (
        <SidePanel title="SNP-1204" onClose={() => setOpen(false)}>
          Fil
        </SidePanel>
      )}
    </>
  );
}

describe("accessibility", () => {
  it.each(Object.entries(pieces))("axe finds nothing in %s", async (_, piece) => {
    const { container } = render(<MantineProvider>{piece}</MantineProvider>);
    const { violations } = await axe.run(container, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  });

  it("lets the keyboard choose a slot with the arrows and say it on the button", async () => {
    const onAccept = vi.fn();
    const user = userEvent.setup();
    const slots = [
      { id: "a", startsAt: "2099-03-10T09:20:00+01:00" },
      { id: "b", startsAt: "2099-03-10T10:40:00+01:00" },
    ];
    render(
      <OfferCard
        offer={{ ...offer, slots }}
        phase={{ name: "open" }}
        onAccept={onAccept}
        onDecline={ignore}
        onTakeBack={ignore}
      />,
    );
    await user.tab();
    await user.keyboard("{ArrowRight}");
    await user.click(screen.getByRole("button", { name: /^Accepter, .* 10:40$/ }));
    expect(onAccept).toHaveBeenCalledExactlyOnceWith(slots[1]);
  });

  it("cannot accept twice while the answer is on its way", async () => {
    const onAccept = vi.fn();
    const onDecline = vi.fn();
    const user = userEvent.setup();
    render(
      <OfferCard
        offer={offer}
        phase={{ name: "sending" }}
        onAccept={onAccept}
        onDecline={onDecline}
        onTakeBack={ignore}
      />,
    );
    await user.click(screen.getByText("Envoi…"));
    await user.click(screen.getByRole("button", { name: "Décliner" }));
    expect(onAccept).not.toHaveBeenCalled();
    expect(onDecline).not.toHaveBeenCalled();
  });

  it("gives the focus back to the list when the panel closes", async () => {
    const user = userEvent.setup();
    render(<ListWithPanel />);
    await user.click(screen.getByText("Ligne"));
    expect(screen.getByRole("heading", { name: "SNP-1204" })).toHaveFocus();
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("complementary")).toBeNull();
    expect(screen.getByText("Ligne")).toHaveFocus();
  });
});
