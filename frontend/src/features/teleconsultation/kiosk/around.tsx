import { useLayoutEffect, useRef } from "react";
import type { Kiosk } from "../../../api";
import aroundClasses from "./Around.module.css";
import { Answer, Choices, Frame, useWords } from "./Frame";
import kioskClasses from "./Kiosk.module.css";
import { FRENCH, filled, LANGUAGES, type Language } from "./languages";
import { FR } from "./words/fr";

/** What stands around a journey: its first screen, whether somebody is there, the session that is over. */

type LanguageScreenProps = { kiosk: Kiosk; onChoose: (language: Language) => void };

/** The first screen: the languages, each in its own, or that the site is shut. */
export function LanguageScreen({ kiosk, onChoose }: LanguageScreenProps) {
  if (!kiosk.is_open || kiosk.lacks.length > 0) {
    return (
      <Frame title={FR.closed_title} text={FR.closed_text} first>
        <ul className={aroundClasses.closed}>
          {LANGUAGES.map(({ code, name, rightToLeft }) => (
            <li key={code} lang={code} dir={rightToLeft ? "rtl" : "ltr"}>
              {name}
            </li>
          ))}
        </ul>
      </Frame>
    );
  }
  return (
    <Frame title={FR.hello} text={FR.intro} first>
      <div className={aroundClasses.languages}>
        {LANGUAGES.map((language) => (
          <button
            key={language.code}
            type="button"
            lang={language.code}
            dir={language.rightToLeft ? "rtl" : "ltr"}
            onClick={() => onChoose(language)}
          >
            {language.name}
            {language !== FRENCH && (
              <small lang="fr" dir="ltr">
                {language.french}
              </small>
            )}
          </button>
        ))}
      </div>
      <p className={aroundClasses.alarm}>{FR.alarm}</p>
    </Frame>
  );
}

/** Is somebody there? Over everything, with the seconds that are left; any key or touch of its button stays. */
export function StillThere({ left, onStay }: { left: number; onStay: () => void }) {
  const words = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={aroundClasses.asked}
      aria-labelledby="kiosk-idle"
      onCancel={(event) => {
        event.preventDefault();
        onStay();
      }}
    >
      <h1 id="kiosk-idle">{words.idle_title}</h1>
      <p role="timer">{filled(words.idle_text, { n: left })}</p>
      <Choices>
        <Answer look="filled" onClick={onStay}>
          {words.idle_stay}
        </Answer>
      </Choices>
    </dialog>
  );
}

/** The site was not read yet, for want of a network or a server: it is asked again by itself. */
export function Unreachable() {
  return (
    <div className={kioskClasses.root}>
      <title>Borne · Maillage</title>
      <Frame title={FR.closed_title} text={FR.closed_text} first>
        {null}
      </Frame>
    </div>
  );
}

/** The session of the site is over: for its team, not for the person. */
export function SignInAgain() {
  return (
    <div className={kioskClasses.root}>
      <title>Borne · Maillage</title>
      <Frame title={FR.closed_title} text={FR.closed_text} first>
        <a className={aroundClasses.team} href={`/connexion?retour=${window.location.pathname}`}>
          Équipe&nbsp;: se reconnecter
        </a>
      </Frame>
    </div>
  );
}
