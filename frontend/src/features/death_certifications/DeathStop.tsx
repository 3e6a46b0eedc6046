import type { ReactNode } from "react";
import { type StopCall, StopFrame } from "../../ui/StopFrame";
import type { Stop } from "./steps";

const DOUBT: StopCall = {
  href: "tel:15",
  words: "Appeler le 15",
  hint: "si un doute demeure sur le décès",
};
const POLICE: StopCall = { href: "tel:17", words: "Appeler le 17", hint: "Police, gendarmerie" };

const SAID: Record<Stop, { title: string; sentence: string; calls: StopCall[] }> = {
  "15": {
    title: "Appelez le 15 maintenant",
    sentence:
      "Tant que le décès n’est pas certain, c’est au SAMU de répondre. Restez auprès de la personne.",
    calls: [
      { href: "tel:15", words: "Appeler le 15", hint: "SAMU, jour et nuit" },
      { href: "tel:112", words: "112", hint: "depuis tout téléphone" },
      {
        href: "sms:114",
        words: "114 par SMS",
        hint: "si l’on ne peut pas parler ou entendre",
      },
    ],
  },
  violence: {
    title: "Appelez le 17, ne déplacez rien",
    sentence:
      "Vous avez signalé quelque chose d’inhabituel\u00a0: la police doit venir en premier.",
    calls: [POLICE, DOUBT],
  },
  unidentified: {
    title: "Appelez le 17, ne déplacez rien",
    sentence: "L’identité de la personne n’est pas connue\u00a0: la police doit venir en premier.",
    calls: [POLICE, DOUBT],
  },
};

type DeathStopProps = {
  why: Stop;
  /** What happened to the request. */
  outcome: ReactNode;
  onBack: () => void;
  onCall?: () => void;
};

/** Where the law stops the request: a call, and no other way on. */
export function DeathStop({ why, ...rest }: DeathStopProps) {
  return <StopFrame {...SAID[why]} {...rest} />;
}
