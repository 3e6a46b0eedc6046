import { IconArrowUpRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { CaseAction } from "../../../api";
import { problemSentence } from "../../../problems";
import { Deadline } from "../../../ui/Deadline";
import type { DeadlineFacts } from "../../../ui/deadline-rules";
import { Menu, type MenuItem } from "../../../ui/Menu";
import { Note } from "../../../ui/Note";
import { SidePanel } from "../../../ui/SidePanel";
import { Skeletons } from "../../../ui/Skeletons";
import { ActButton, actItems } from "./ActButton";
import classes from "./RequestPanel.module.css";

/** The acts that have a button of their own. */
const SHOWN = 2;

type UnreadPanelProps = {
  number: string | undefined;
  title: string;
  /** Why it cannot be read; null while it is being read. */
  error: unknown;
  onClose: () => void;
};

/** The panel of a request that is not read yet, or cannot be. */
export function UnreadPanel({ number, title, error, onClose }: UnreadPanelProps) {
  return (
    <SidePanel number={number} title={title} onClose={onClose}>
      {error ? (
        <Note tone="warn">{problemSentence(error)}</Note>
      ) : (
        <Skeletons shape="thread" count={4} />
      )}
    </SidePanel>
  );
}

type RequestPanelProps = {
  request: {
    id: string;
    number: string;
    professional_phone: string | null;
    requester_phone: string | null;
  };
  title: string;
  /** Its own page. */
  page: "/demandes/$id" | "/deces/$id";
  status: ReactNode;
  deadline: DeadlineFacts | null;
  /** Under the status, still in the fixed head. */
  head: ReactNode;
  /** What can be done now, the most useful first. */
  acts: readonly CaseAction[];
  onAct: (action: CaseAction) => void;
  /** What comes first in the menu, when something can be done. */
  before?: readonly MenuItem[];
  onClose: () => void;
  children: ReactNode;
};

/** One request of any kind beside a list: its state, its page, its thread, and what can be done now. */
export function RequestPanel(props: RequestPanelProps) {
  const { request, title, page, status, deadline, head, acts, onAct } = props;
  const { before = [], onClose, children } = props;
  const { id, number } = request;
  const buttons: CaseAction[] = acts.filter((action) => action !== "cancel").slice(0, SHOWN);
  const others = acts.filter((action) => !buttons.includes(action));
  const items = [...before, ...actItems(others, onAct)];
  return (
    <SidePanel
      number={number}
      title={title}
      onClose={onClose}
      link={
        <Link to={page} params={{ id }} className={classes.link}>
          Ouvrir la page
          <IconArrowUpRight size={16} stroke={1.75} aria-hidden="true" />
        </Link>
      }
      head={
        <>
          <div className={classes.status}>
            {status}
            {deadline && <Deadline {...deadline} look="text" about={number} />}
          </div>
          {head}
        </>
      }
      actions={
        acts.length > 0 && (
          <>
            {buttons.map((action, index) => (
              <ActButton
                key={action}
                action={action}
                about={number}
                phone={request.professional_phone ?? request.requester_phone}
                variant={index === 0 && action !== "correct" ? "filled" : "default"}
                onAct={onAct}
              />
            ))}
            {items.length > 0 && <Menu look="button" label="Autre…" items={items} />}
          </>
        )
      }
    >
      {children}
    </SidePanel>
  );
}
