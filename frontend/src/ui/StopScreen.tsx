import type { ReactNode } from "react";
import type { RedFlag } from "../api";
import { RED_FLAG } from "../words";
import { type StopCall, StopFrame } from "./StopFrame";

type StopScreenProps = {
  sign: RedFlag;
  /** What happened to the request: "Aucun professionnel n’est sollicité. La demande est close…" */
  outcome: ReactNode;
  /** "Coché par erreur, revenir". */
  onBack: () => void;
  /** One of the calls was tapped. */
  onCall?: () => void;
};

const CALLS: StopCall[] = [
  { href: "tel:15", words: "Appeler le 15", hint: "SAMU, jour et nuit" },
  { href: "tel:112", words: "112", hint: "depuis tout téléphone" },
  { href: "sms:114", words: "114 par SMS", hint: "si la personne ne peut pas parler ou entendre" },
];

/** A warning sign was ticked: the request ends on the 15. */
export function StopScreen({ sign, ...rest }: StopScreenProps) {
  return (
    <StopFrame
      {...rest}
      title="Appelez le 15 maintenant"
      sentence={
        <>{RED_FLAG[sign]}&nbsp;: c’est au SAMU de décider. Restez auprès de la personne.</>
      }
      calls={CALLS}
    />
  );
}
