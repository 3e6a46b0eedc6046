import { isProblem, problemSentence } from "../../problems";
import { isAboutNumber, NO_NUMBER, wordsShown } from "../../typed";

/** Why a message did not leave, said where it was typed. */
export type MessageRefusal = {
  sentence: string;
  /** Words that look like a cause or a diagnosis: their author may say that they are not. */
  medicalWords?: string[];
};

/** Reads what the server refused of a message. */
export function messageRefusal(error: unknown): MessageRefusal {
  if (!isProblem(error)) return { sentence: problemSentence(error, true) };
  if (error.type === "case_closed") {
    return { sentence: "La demande vient d’être close : ce message n’est pas parti." };
  }
  if (error.type === "not_found") {
    return { sentence: "Vous ne suivez plus cette demande : ce message n’est pas parti." };
  }
  const [first] = error.errors ?? [];
  if (error.type !== "invalid_input" || !first) return { sentence: problemSentence(error, true) };
  if (isAboutNumber(first.message)) return { sentence: NO_NUMBER };
  if (/look medical/i.test(first.message)) {
    const medicalWords = wordsShown(first.message);
    return {
      sentence: `Ces mots semblent dire une cause ou un diagnostic : ${medicalWords.join(", ")}.`,
      medicalWords,
    };
  }
  return { sentence: "Ce texte ne peut pas être gardé. Reprenez-le." };
}
