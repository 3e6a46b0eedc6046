import {
  IconArrowsDiagonal,
  IconBan,
  IconCalendarCheck,
  IconCalendarEvent,
  IconCar,
  IconCheck,
  IconChecklist,
  IconCircleMinus,
  IconCircleOff,
  IconCirclePlus,
  IconClockUp,
  IconCopy,
  IconCopyOff,
  IconEye,
  IconFileCheck,
  IconFlag,
  IconHandStop,
  IconHome,
  IconMapPin,
  IconMessage,
  IconPencil,
  IconPhone,
  IconPhoneCheck,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
  IconShare2,
  IconStethoscope,
  type TablerIcon,
} from "@tabler/icons-react";
import { CASE_ACTION } from "../../../acts";
import type { CaseAction } from "../../../api";
import { phoneHref } from "../../../figures";
import { Button, ButtonAnchor } from "../../../ui/Button";
import type { MenuItem } from "../../../ui/Menu";

const ICON: Record<CaseAction, TablerIcon> = {
  qualify: IconCheck,
  propose: IconStethoscope,
  record_contact: IconPhone,
  escalate: IconShare2,
  renew: IconRefresh,
  set_first_appointment: IconCalendarCheck,
  declare: IconFileCheck,
  assign: IconPhone,
  relaunch: IconRefresh,
  widen: IconArrowsDiagonal,
  pause: IconPlayerPause,
  resume: IconPlayerPlay,
  confirm: IconCalendarCheck,
  withdraw: IconCircleOff,
  record_outcome: IconCheck,
  complete: IconCheck,
  cancel: IconBan,
  close: IconFlag,
  call: IconPhone,
  await_earlier: IconClockUp,
  follow: IconEye,
  message: IconMessage,
  depart: IconCar,
  arrive: IconMapPin,
  certify: IconFileCheck,
  report_obstacle: IconHandStop,
  hand_to_doctor: IconStethoscope,
  hand_to_samu: IconPhone,
  close_elsewhere: IconFlag,
  mark_duplicate: IconCopy,
  undo_duplicate: IconCopyOff,
  share_with_family: IconShare2,
  correct: IconPencil,
  answer_opinion: IconFileCheck,
  ask_detail: IconMessage,
  give_detail: IconMessage,
  offer_time: IconCalendarCheck,
  confirm_reading: IconCheck,
  postpone: IconCalendarEvent,
  confirm_discharge: IconCalendarCheck,
  record_departure: IconHome,
  check_home: IconChecklist,
  hand_over: IconShare2,
  note_call: IconPhoneCheck,
  settle: IconPhoneCheck,
  drop: IconCircleMinus,
  keep_date: IconCalendarCheck,
  add_need: IconCirclePlus,
  give_visit_time: IconCalendarCheck,
};

type ActButtonProps = {
  action: CaseAction;
  /** What it is about, for those who hear it out of its row: "SNP-1198". */
  about: string;
  /** Whom "Appeler" calls. */
  phone: string | null;
  onAct: (action: CaseAction) => void;
  variant?: "filled" | "default" | "quiet";
  size?: "normal" | "small" | "row";
  wide?: boolean;
  busy?: boolean;
};

/** One action of the API as a button; "Appeler" is a link to the phone. */
export function ActButton(props: ActButtonProps) {
  const { action, about, phone, onAct, variant, size = "normal", wide, busy } = props;
  const Icon = ICON[action];
  const icon = <Icon size={size === "row" ? 16 : 18} stroke={1.75} aria-hidden="true" />;
  const look = { variant, size, wide, icon, "aria-label": `${CASE_ACTION[action]}, ${about}` };
  if (action === "call") {
    return phone === null ? null : (
      <ButtonAnchor {...look} href={phoneHref(phone)}>
        Appeler
      </ButtonAnchor>
    );
  }
  return (
    <Button {...look} busy={busy && "Envoi…"} onClick={() => onAct(action)}>
      {CASE_ACTION[action]}
    </Button>
  );
}

/** The actions that have no button of their own, for a menu. */
export function actItems(
  actions: readonly CaseAction[],
  onAct: (action: CaseAction) => void,
): MenuItem[] {
  return actions
    .filter((action) => action !== "call" && action !== "message")
    .map((action) => {
      const Icon = ICON[action];
      return {
        key: action,
        label: CASE_ACTION[action],
        icon: <Icon size={18} stroke={1.75} aria-hidden="true" />,
        onSelect: () => onAct(action),
      };
    });
}
