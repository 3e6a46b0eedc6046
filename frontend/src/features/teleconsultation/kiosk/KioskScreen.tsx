import { useQueryClient } from "@tanstack/react-query";
import { type MouseEvent, useCallback, useEffect, useMemo, useState } from "react";
import { useConnection } from "../../../answers";
import type { Kiosk, ProblemType, Teleconsultation } from "../../../api";
import { serverNow } from "../../../clock";
import { isProblem } from "../../../problems";
import { setTerritoryZone } from "../../../time";
import { PageNotFound } from "../../../ui/PageProblem";
import { LanguageScreen, SignInAgain, StillThere, Unreachable } from "./around";
import { ConfirmStep, ConsentStep, ContactStep, WhenStep } from "./booking-steps";
import { countRedirect, release, type Told, useHeartbeat, useKiosk, useOutbox } from "./calls";
import { type Draft, EMPTY, redirectOf, refusedReason, type Step, stepAfter } from "./draft";
import { SaidScreen, StopScreen, WaitingScreen } from "./ends";
import { Answer, type Around, AroundContext, Choices, Frame } from "./Frame";
import { ANSWERING, ENDING, type Patience, useIdle, WAITING } from "./idle";
import classes from "./Kiosk.module.css";
import { type AllWords, FRENCH, type Language } from "./languages";
import { useAllWords, useLightOnly } from "./page";
import { useNoEcho } from "./second-tap";
import {
  BirthStep,
  CommuneStep,
  DoctorStep,
  NameStep,
  ParentalStep,
  PhoneStep,
  ReasonStep,
  SexStep,
  TieStep,
  WhichStep,
} from "./steps";
import { FR } from "./words/fr";

/** Reads of one person’s journey: they go with it. Who is signed in and the site itself stay. */
const STAYS = new Set(["getMe", "readKiosk"]);

/** No such site, or it is not that of who signed in. */
const NOT_OURS = new Set<ProblemType>(["not_found", "not_allowed"]);

/** The page of a kiosk, full screen: one journey after the other, of which nothing is left. */
export function KioskScreen({ siteId }: { siteId: string }) {
  const { data: kiosk, error } = useKiosk(siteId);
  const queries = useQueryClient();
  const [journey, setJourney] = useState(0);
  const tell = useOutbox(siteId);
  const heed = useNoEcho();
  const allWords = useAllWords();
  useHeartbeat(siteId);

  /** What was sent of somebody, which the page keeps for a call that failed. */
  const forget = useCallback(() => queries.getMutationCache().clear(), [queries]);
  const onOver = useCallback(() => {
    forget();
    queries.removeQueries({
      predicate: ({ queryKey: [key] }) =>
        key !== "me" && !STAYS.has((key as { _id?: string })._id ?? ""),
    });
    sessionStorage.clear();
    setJourney((it) => it + 1);
  }, [queries, forget]);

  useLightOnly();
  const { sessionEnded } = useConnection();
  if (sessionEnded) return <SignInAgain />;
  if (isProblem(error) && NOT_OURS.has(error.type)) return <PageNotFound />;
  // Whatever else fails is read again in a minute: somebody who is answering goes on meanwhile.
  if (!kiosk && error) return <Unreachable />;
  if (!kiosk || !allWords) return <div className={classes.root} aria-busy="true" />;
  setTerritoryZone(kiosk.time_zone);
  return (
    <Journey
      key={journey}
      siteId={siteId}
      kiosk={kiosk}
      allWords={allWords}
      tell={tell}
      heed={heed}
      forget={forget}
      onOver={onOver}
    />
  );
}

type JourneyProps = {
  siteId: string;
  kiosk: Kiosk;
  allWords: AllWords;
  tell: (told: Told) => void;
  /** Hears every touch first, with the screen that is shown. */
  heed: (event: MouseEvent, screen: string) => void;
  /** The server has it: what was sent is not needed any more. */
  forget: () => void;
  /** It is over: nothing of it may be left. */
  onOver: () => void;
};

function Journey(props: JourneyProps) {
  const { siteId, kiosk, allWords, tell, heed, forget, onOver } = props;
  const [language, setLanguage] = useState<Language>(FRENCH);
  const [large, setLarge] = useState(false);
  const [contrast, setContrast] = useState(false);
  const [helped, setHelped] = useState(false);
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const [path, setPath] = useState<Step[]>([]);
  const [booked, setBooked] = useState<Teleconsultation | null>(null);
  const [gone, setGone] = useState<string | null>(null);
  const { silentSince } = useConnection();
  const step = path.at(-1);
  const words = allWords.get(language.code) ?? FR;

  const stop = useCallback(() => {
    release(draft.hold);
    onOver();
  }, [draft.hold, onOver]);

  useEffect(() => {
    if (booked) forget();
  }, [booked, forget]);

  // Before a language was chosen there is nothing to erase, but what the one before made of the screen.
  const untouched = step === undefined && !helped && !large && !contrast;
  const patience = untouched ? null : patienceOf(step, booked);
  const [left, stay] = useIdle(patience, booked ? onOver : stop);

  useEffect(() => {
    const { documentElement: html } = document;
    const [lang, dir] = [html.lang, html.dir];
    html.lang = language.code;
    html.dir = language.rightToLeft ? "rtl" : "ltr";
    return () => {
      html.lang = lang;
      html.dir = dir;
    };
  }, [language]);

  function begin(chosen: Language) {
    // Refused where the browser already is a kiosk of its own, or forbids it: the page is the same.
    document.documentElement.requestFullscreen?.().catch(() => undefined);
    setLanguage(chosen);
    setPath(["reason"]);
  }
  function answer(changed: Partial<Draft>) {
    const next = { ...draft, ...changed };
    setDraft(next);
    setGone(null);
    if (!step) return;
    const to = stepAfter(step, next, kiosk, serverNow());
    if (to === "stop") {
      countRedirect(siteId, refusedReason(kiosk.reasons, next));
      // Who is sent elsewhere leaves nothing, not even in this page.
      setDraft({ ...EMPTY, reason: refusedReason(kiosk.reasons, next) });
    }
    setPath((before) => [...before, to]);
  }
  function onBooked(booking: Teleconsultation) {
    // The server has it: the page forgets who it is, and waits for a booking.
    setDraft(EMPTY);
    setBooked(booking);
  }

  const around: Around = useMemo(
    () => ({
      words,
      language,
      place: kiosk.organisation_name ?? kiosk.site_name,
      large,
      contrast,
      offline: silentSince !== null,
      onLarge: () => setLarge((it) => !it),
      onContrast: () => setContrast((it) => !it),
      onHelp: () => setHelped(true),
      onStop: () => {
        // Once a doctor is found there is nothing to stop here: only the team cancels.
        if (booked) tell({ kind: "cancel", booking_id: booked.id, cancellation_reason: "other" });
        stop();
      },
    }),
    [words, language, kiosk, large, contrast, silentSince, booked, tell, stop],
  );

  const asks = {
    draft,
    kiosk,
    set: (changed: Partial<Draft>) => setDraft((before) => ({ ...before, ...changed })),
    answer,
    onBack: () => setPath((before) => before.slice(0, -1)),
  };

  function screen() {
    if (helped) {
      return (
        <Frame title={words.help_title} text={words.help_text} foot={booked ? "none" : "stop"}>
          <Choices>
            <Answer look="filled" onClick={() => setHelped(false)}>
              {words.go_on}
            </Answer>
          </Choices>
        </Frame>
      );
    }
    if (booked) {
      return <WaitingScreen siteId={siteId} booked={booked} tell={tell} onEnd={onOver} />;
    }
    switch (step) {
      case undefined:
        return <LanguageScreen kiosk={kiosk} onChoose={begin} />;
      case "reason":
        return <ReasonStep {...asks} />;
      case "stop":
        return (
          <StopScreen
            redirect={redirectOf(kiosk.reasons, draft, serverNow()) ?? "face_to_face"}
            onEnd={onOver}
          />
        );
      case "given_name":
      case "family_name":
        return <NameStep key={step} {...asks} name={step} />;
      case "adult":
        return <NameStep key={step} {...asks} name="adult_name" />;
      case "birth":
        return <BirthStep {...asks} />;
      case "sex":
        return <SexStep {...asks} />;
      case "phone":
        return <PhoneStep {...asks} />;
      case "commune":
        return <CommuneStep {...asks} />;
      case "tie":
        return <TieStep {...asks} />;
      case "parental":
        return <ParentalStep {...asks} />;
      case "doctor":
        return <DoctorStep {...asks} />;
      case "which":
        return <WhichStep {...asks} />;
      case "when":
        return <WhenStep {...asks} siteId={siteId} gone={gone} />;
      case "contact":
        return <ContactStep {...asks} />;
      case "consent":
        return <ConsentStep {...asks} />;
      case "no_consent":
        return (
          <SaidScreen title={words.no_consent_title} text={words.no_consent_text} onEnd={stop} />
        );
      case "confirm":
        return (
          <ConfirmStep
            {...asks}
            siteId={siteId}
            onBooked={onBooked}
            onGone={(why) => {
              setGone(why);
              setDraft((before) => ({ ...before, choice: null, hold: null }));
              setPath((before) => before.slice(0, before.indexOf("when") + 1));
            }}
          />
        );
    }
  }

  const shown =
    left !== null ? "asked" : helped ? "helped" : booked ? "booked" : (step ?? "language");

  return (
    <AroundContext value={around}>
      <title>Borne · Maillage</title>
      <div
        className={classes.root}
        onClickCapture={(event) => heed(event, shown)}
        data-large={large || undefined}
        data-contrast={contrast || undefined}
      >
        {screen()}
        {left !== null && <StillThere left={left} onStay={stay} />}
      </div>
    </AroundContext>
  );
}

/** How long one may be quiet there. */
function patienceOf(step: Step | undefined, booked: Teleconsultation | null): Patience {
  if (booked) return WAITING;
  return step === "stop" || step === "no_consent" ? ENDING : ANSWERING;
}
