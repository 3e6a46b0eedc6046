import {
  type Icon,
  IconBed,
  IconBuilding,
  IconBuildingBank,
  IconBuildingCommunity,
  IconBuildingHospital,
  IconFirstAidKit,
  IconHeadset,
  IconHome,
  IconLifebuoy,
  IconMoon,
  IconPill,
  IconShield,
  IconStethoscope,
} from "@tabler/icons-react";
import type { OrganisationKind } from "../../../api";

/** What stands at a point: people, a structure of some kind, or oneself. */
export type Standing = "people" | "here" | OrganisationKind;

const ICON: Record<Standing, Icon> = {
  people: IconStethoscope,
  here: IconHome,
  practice_group: IconStethoscope,
  health_house: IconBuildingCommunity,
  health_centre: IconBuildingHospital,
  pharmacy: IconPill,
  nursing_home: IconBed,
  town_hall: IconBuildingBank,
  police: IconShield,
  hospital_ward: IconBuildingHospital,
  out_of_hours: IconMoon,
  unscheduled_care_centre: IconFirstAidKit,
  support_service: IconLifebuoy,
  dispatch_centre: IconHeadset,
  other: IconBuilding,
};

/** The drawing of a kind of place, the same on the map and in its legend. */
export function PlaceIcon({ of, size = 16 }: { of: Standing; size?: number }) {
  const Drawn = ICON[of];
  return <Drawn size={size} stroke={2} aria-hidden="true" />;
}
