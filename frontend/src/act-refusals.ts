import { fieldSentence, isProblem, problemSentence, UNKNOWN_FIELD } from "./problems";

/** What the server says of what a sheet asked, in its English, as a French sentence that stands alone. */
const SENTENCES: [says: RegExp, sentence: string][] = [
  [
    /^The DAC needs (\d+) criteria/,
    "Pour le DAC, il faut au moins $1 critères\u00a0: cochez-les, ou n’orientez pas.",
  ],
  [
    /^This need is prescribed/,
    "Ce besoin est prescrit\u00a0: dites d’abord que l’ordonnance est signée, et ses dates.",
  ],
  [/^This day is past/, "Ce jour est passé."],
  [/^More than (\d+) days ahead/, "C’est dans plus de $1 jours\u00a0: demandez plus près du jour."],
  [/^The prescription ends before/, "L’ordonnance finit avant le retour."],
  [/^The last day comes before the first/, "Le dernier jour vient avant le premier."],
  [
    /^Somebody is being asked already/,
    "Des professionnels sont déjà sollicités\u00a0: annulez la sortie si ce n’est plus vrai.",
  ],
  [/^This need is there already/, "Ce besoin est déjà là."],
  [
    /^The attending doctor is known/,
    "Le médecin traitant est connu\u00a0: il n’est pas à trouver.",
  ],
  [/^The person is still in hospital/, "La personne est encore à l’hôpital à ce moment."],
  [/^The person must know and agree/, "Il faut d’abord l’accord de la personne."],
  [/^The coordination waits for this/, "Donnez ce qui manque, ou annulez la demande."],
  [/^The person has not agreed yet/, "La personne n’a pas encore dit son accord\u00a0: complétez."],
  [/^Give a day from today on, within a year/, "Un jour d’ici un an, à partir d’aujourd’hui."],
];

function said(message: string): string {
  for (const [says, sentence] of SENTENCES) {
    const found = says.exec(message);
    if (found) return sentence.replace("$1", found[1] ?? "");
  }
  return fieldSentence(message);
}

/**
 * Why an act without a form on screen was refused: what was asked in a sheet that has closed is told by what
 * is wrong with it, not by « des champs ».
 */
export function actSentence(error: unknown): string {
  const errors = isProblem(error) && error.type === "invalid_input" ? (error.errors ?? []) : [];
  const sentences = new Set(errors.map(({ message }) => said(message)));
  sentences.delete(UNKNOWN_FIELD);
  return sentences.size > 0 ? [...sentences].join(" ") : problemSentence(error);
}
