import {
  IconBed,
  IconFlower,
  IconMessage2Question,
  IconStethoscope,
  IconUserHeart,
  IconVideo,
  type TablerIcon,
} from "@tabler/icons-react";
import type { CaseKind } from "../api";

const ICON: Record<CaseKind, TablerIcon> = {
  unscheduled_care: IconStethoscope,
  death_certification: IconFlower,
  attending_doctor: IconUserHeart,
  second_opinion: IconMessage2Question,
  hospital_discharge: IconBed,
  teleconsultation: IconVideo,
};

/** The icon of a kind of request, beside its words. */
export function KindIcon({ kind, size = 16 }: { kind: CaseKind; size?: number }) {
  const Icon = ICON[kind];
  return (
    <Icon
      size={size}
      stroke={1.75}
      aria-hidden="true"
      style={{ flex: "none", color: "var(--mg-text-3)" }}
    />
  );
}
