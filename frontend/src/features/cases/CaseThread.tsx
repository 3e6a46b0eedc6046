import { lazy, type ReactNode, Suspense, useRef } from "react";
import type { Counters, NextStep, TimelineEntry, TimelineEntryList, TimelineKind } from "../../api";
import { serverNow } from "../../clock";
import { dayAndMonth, daysBetween, hour, type Instant, relativeDay } from "../../time";
import { Deadline } from "../../ui/Deadline";
import type { DeadlineFacts } from "../../ui/deadline-rules";
import { Skeletons } from "../../ui/Skeletons";
import { Thread, type ThreadEntry } from "../../ui/Thread";
import classes from "./CaseThread.module.css";
import { useTimeline } from "./cases";
import { readingsWord } from "./reading-words";
import { type Reader, saidNext, saidOf } from "./timeline-words";

type CaseThreadProps = {
  caseId: string;
  reader: Reader;
  /** Nothing is awaited any more: no knot, nothing to come. */
  closed: boolean;
  counters: Counters;
  deadline: DeadlineFacts | null;
  /** Where the request stands, when its last event does not say it: "Rendez-vous à 9:20". */
  situation: string;
  /** Under where we are, when nobody's answer is awaited: who is free now. */
  now?: ReactNode;
  size?: "dense" | "normal" | "large";
};

const ThreadReader = lazy(async () => ({
  default: (await import("./ThreadReader")).ThreadReader,
}));

/** Events after which a request stands where it stood. */
const ASIDE = new Set<TimelineKind>([
  "message",
  "offer_declined",
  "duplicate_follower",
  "corrected",
  "earlier_wanted",
  "earlier_proposed",
]);

/** What happens months away: the hour says nothing, the month does. */
const BY_THE_DAY = new Set<NextStep["kind"]>(["still_looking", "cpam_proposed"]);
const DAYS_OF_A_WEEK = 7;

/** The views of those asked alone are told with the wave; the others would drown the line. */
function withViews(items: readonly TimelineEntry[]): [TimelineEntry, string | null][] {
  const told: [TimelineEntry, string | null][] = [];
  for (const entry of items) {
    const wave = told.findLast(([earlier]) => earlier.kind === "wave_opened");
    if (entry.kind !== "offer_seen") told.push([entry, null]);
    else if (wave?.[0].audience === "first_resort") wave[1] = `Vu à ${hour(entry.at)}`;
  }
  return told;
}

/** The thread of a timeline: what happened, where we are, what happens otherwise. */
export function threadEntries(
  timeline: TimelineEntryList,
  props: Omit<CaseThreadProps, "caseId">,
  now: number,
  fresh: ReadonlySet<string>,
): ThreadEntry[] {
  const { reader, closed, counters, deadline } = props;
  const told = withViews(timeline.items);
  const entries: ThreadEntry[] = told.map(([entry, seen]) => {
    const said = saidOf(entry, reader, now);
    const detail = seen ?? said.detail;
    const written = entry.text && <span className={classes.message}>{entry.text}</span>;
    return {
      key: entry.id,
      phase: "past",
      at: entry.at,
      title: fresh.has(entry.id) ? <Fresh title={said.title} /> : said.title,
      detail:
        entry.kind === "corrected" ? (
          <>
            {detail}
            {written}
          </>
        ) : entry.kind === "message" && entry.text ? (
          <Message entry={entry} now={now} />
        ) : (
          written || detail
        ),
      shape: said.shape,
      kept: fresh.has(entry.id),
    };
  });
  if (closed) return entries;
  const last = entries.at(-1);
  const [latest, seen] = told.at(-1) ?? [];
  const alone = latest?.audience === "first_resort" && timeline.upcoming[0];
  if (last && alone) {
    const nobodyElse = `Personne d’autre avant ${hour(alone.at)}`;
    last.detail = seen ? `${seen}. ${nobodyElse}` : nobodyElse;
  }
  if (counters.pending > 0 && reader.coordinates) {
    entries.push(awaited(counters, deadline, now));
  } else if (latest && ASIDE.has(latest.kind)) {
    entries.push({
      key: "now",
      phase: "now",
      at: new Date(now).toISOString(),
      title: props.situation,
      detail: props.now || undefined,
    });
  } else if (last) {
    last.phase = "now";
    last.detail = props.now ? (
      <>
        {last.detail}
        {props.now}
      </>
    ) : (
      last.detail
    );
  }
  for (const step of timeline.upcoming) {
    const said = saidNext(step, reader);
    const far = BY_THE_DAY.has(step.kind) && daysBetween(now, step.at) >= DAYS_OF_A_WEEK;
    const timeLabel = far ? dayAndMonth(step.at) : undefined;
    entries.push({
      key: `${step.kind} ${step.at}`,
      phase: "next",
      at: step.at,
      timeLabel,
      ...said,
    });
  }
  return entries;
}

function awaited(counters: Counters, deadline: DeadlineFacts | null, now: number): ThreadEntry {
  const { pending, asked, seen } = counters;
  const answers = `${pending} ${pending === 1 ? "réponse attendue" : "réponses attendues"} sur ${asked}`;
  const here = { key: "awaited", phase: "now", at: new Date(now).toISOString() } as const;
  if (deadline?.pausedAt) {
    return { ...here, title: "En pause", detail: `${answers}, le délai ne court plus` };
  }
  const due = deadline && `Délai ${dueWord(deadline.dueAt, now)}`;
  const views = [seen > 0 && `${seen} ${seen === 1 ? "a vu" : "ont vu"}`, due].filter(Boolean);
  return {
    ...here,
    title: answers,
    detail: (
      <>
        {views.join(". ")}
        {deadline && (
          <span className={classes.clock}>
            <Deadline {...deadline} about="Réponses attendues" />
          </span>
        )}
      </>
    ),
  };
}

function dueWord(at: Instant, now: number): string {
  const when = relativeDay(at, now);
  return when === "aujourd’hui" ? `à ${hour(at)}` : `${when} ${hour(at)}`;
}

/** What somebody wrote, and, under one's own message, who has read it. */
function Message({ entry, now }: { entry: TimelineEntry; now: number }) {
  const read = readingsWord(entry.readings, now);
  return (
    <>
      <span id={placeOf(entry)} className={classes.message}>
        {entry.text}
      </span>
      {read && <span className={classes.readings}>{read}</span>}
    </>
  );
}

function placeOf({ id }: TimelineEntry): string {
  return `message-${id}`;
}

function Fresh({ title }: { title: string }) {
  return (
    <>
      {title} <span className={classes.fresh}>Nouveau</span>
    </>
  );
}

/** The thread of one case, read again while it is looked at. */
export function CaseThread({ caseId, size = "dense", ...props }: CaseThreadProps) {
  const { data, isError, refetch } = useTimeline(caseId);
  // What was new when the thread was opened is marked so until one leaves it.
  const fresh = useRef(new Set<string>());
  const unread = data?.items.filter((entry) => entry.unread) ?? [];
  for (const { id } of unread) fresh.current.add(id);
  const retry = (
    <button type="button" className={classes.retry} onClick={() => refetch()}>
      Suite indisponible. Réessayer
    </button>
  );
  if (!data) return isError ? retry : <Skeletons shape="thread" count={3} />;
  const entries = threadEntries(data, props, serverNow(), fresh.current);
  return (
    <>
      <Thread label="Fil de la demande" entries={entries} size={size} />
      {isError && retry}
      {unread.length > 0 && (
        <Suspense>
          <ThreadReader caseId={caseId} unread={unread} placeOf={placeOf} />
        </Suspense>
      )}
    </>
  );
}
