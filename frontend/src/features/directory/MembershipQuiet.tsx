import { useState } from "react";
import { EVENING, HoursPair } from "../../ui/HoursPair";
import { Segments } from "../../ui/Segments";
import type { SectionProps } from "./MembershipScreen";

type Kind = "community" | "never" | "own";

const KINDS: { value: Kind; label: string }[] = [
  { value: "community", label: "De la CPTS" },
  { value: "own", label: "Les miennes" },
  { value: "never", label: "Aucune" },
];

const NEVER = { from_time: "00:00", to_time: "00:00" };

/** The hours when nobody is asked: the community's, one's own, or none. */
export function MembershipQuiet({ known, change }: SectionProps) {
  const hours = known.quiet_hours;
  const none = hours !== null && hours.from_time === hours.to_time;
  const kind: Kind = hours === null ? "community" : none ? "never" : "own";
  const [last, setLast] = useState(EVENING);

  function become(wished: Kind) {
    if (kind === "own" && hours) setLast(hours);
    const become = { community: null, never: NEVER, own: last };
    change({ quiet_hours: become[wished] });
  }
  return (
    <>
      <Segments legend="Heures calmes" options={KINDS} value={kind} onChange={become} />
      {kind === "own" && hours && (
        <HoursPair hours={hours} onChange={(quiet_hours) => change({ quiet_hours })} />
      )}
    </>
  );
}
