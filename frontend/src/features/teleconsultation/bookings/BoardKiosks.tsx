import { IconDeviceDesktopOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { TeleconsultationKiosk } from "../../../api";
import { useServerNow } from "../../../clock";
import { BoardLine } from "../../../ui/BoardLine";
import { kioskWord } from "./booking-words";

/** One row of the board and no more: the kiosk that is silent, or how many there are. */
export function BoardKiosks({ kiosks }: { kiosks: readonly TeleconsultationKiosk[] }) {
  const now = useServerNow();
  const [only] = kiosks;
  if (!only) return null;
  const several = kiosks.length > 1;
  return (
    <BoardLine
      title={several ? `${kiosks.length} bornes muettes` : `Borne muette, ${only.site_name}`}
      icon={<IconDeviceDesktopOff size={16} stroke={1.75} aria-hidden="true" />}
      meta={several ? kiosks.map(({ site_name }) => site_name).join(", ") : kioskWord(only, now)}
      dueAt={null}
      left="Appeler le lieu"
      link={(row) => <Link to="/teleconsultations/chiffres" {...row} />}
    />
  );
}
