import type { FieldError, Problem, ProblemType } from "./api";

/**
 * What the server refused, in French: what did not happen, what to do; true wherever it is said.
 * Exhaustive, so that a new problem of the contract does not compile without its sentence.
 */
export const PROBLEM: Record<ProblemType, string> = {
  malformed_request: "La demande n’a pas été comprise. Rechargez la page.",
  invalid_input: "Des champs sont à reprendre.",
  not_signed_in: "Vous n’êtes plus connecté. Reconnectez-vous, vous reviendrez ici.",
  session_idle: "Votre session s’est fermée, sans activité. Reconnectez-vous, vous reviendrez ici.",
  session_ended: "Votre session a été fermée ailleurs. Reconnectez-vous, vous reviendrez ici.",
  wrong_credentials: "Adresse ou mot de passe inconnu. Vérifiez les deux, puis recommencez.",
  password_wrong: "Ce n’est pas votre mot de passe. Vérifiez-le, puis recommencez.",
  account_locked: "Trop d’essais. Ce compte est fermé un moment, puis s’ouvrira de nouveau.",
  csrf_token_missing: "Votre session a changé. Rechargez la page.",
  second_factor_needed:
    "Ajoutez d’abord une double authentification. Rechargez la page pour la mettre en place.",
  second_factor_wrong:
    "Ce n’est pas le bon. Prenez le code affiché maintenant\u00a0: chacun sert une fois.",
  second_factor_expired: "C’était trop long. Recommencez avec votre mot de passe.",
  factor_setup_expired: "C’était trop long. Recommencez l’ajout.",
  proof_needed: "Prouvez d’abord que c’est vous. Rien n’a été changé.",
  not_allowed: "Page introuvable.",
  origin_needed:
    "Ce compte s’ouvre depuis la plateforme SAS. Rouvrez-y le créneau, puis connectez-vous.",
  community_not_chosen: "Choisissez d’abord votre CPTS.",
  practice_not_chosen: "Choisissez d’abord votre exercice.",
  delegation_ended: "Vous n’agissez plus pour ce professionnel. Rien n’a été changé.",
  acting_for_another: "Vous agissez maintenant pour quelqu’un d’autre. Rien n’a été changé.",
  already_delegate:
    "Cette personne est déjà dans la liste. Renvoyez-lui l’invitation s’il le faut.",
  already_invited:
    "Cette personne est déjà invitée, ou a déjà un compte. Rechargez la page pour voir où elle en est.",
  has_other_role:
    "Cette adresse sert déjà au travail de quelqu’un. Il en faut une autre pour cette invitation.",
  not_found: "Page introuvable.",
  method_not_allowed: "La demande n’a pas été comprise. Rechargez la page.",
  payload_too_large: "C’est trop long. Raccourcissez, puis recommencez.",
  illegal_transition: "La demande a avancé entre-temps. Voir où elle en est, puis recommencer.",
  stale_version: "Quelqu’un a modifié cette page. Voir ce qui a changé, puis recommencer.",
  idempotency_key_reused: "Cet envoi a déjà été fait autrement. Rechargez la page.",
  slot_taken: "Ce créneau vient d’être pris. Choisissez-en un autre.",
  hold_expired: "Ce créneau n’est plus gardé. Le reprendre ?",
  opening_overlaps:
    "Une plage est ouverte dans un autre lieu à cette heure. Changez l’heure, le jour ou le lieu.",
  absence_overlaps:
    "Une absence est déjà dite sur une partie de ce temps. Annulez-la, ou changez les jours.",
  already_on_rota: "Cette personne est déjà d’astreinte sur une partie de ce temps.",
  offer_taken: "Déjà pourvue. Merci.",
  offer_lapsed: "Le délai est passé\u00a0: la demande n’attend plus votre réponse. Rien à faire.",
  offer_withdrawn: "Cette demande n’est plus à pourvoir. Rien à faire.",
  offer_already_answered: "Vous avez déjà répondu, sur un autre appareil.",
  not_eligible: "Cette demande ne peut pas vous être confiée.",
  duplicate_request: "Une demande est déjà ouverte pour cette personne. La suivre.",
  too_many_streams: "Trop d’écrans ouverts à la fois avec ce compte. Fermez-en quelques-uns.",
  death_not_certain: "Le décès n’est pas certain\u00a0: appelez le 15. Rien n’a été enregistré.",
  outside_territory:
    "Cette commune dépend d’une autre CPTS. Appelez-la, ou le 15. Rien n’a été enregistré.",
  care_circle_without_consent:
    "La personne n’a pas donné son accord. Demandez-le d’abord\u00a0: rien n’a été enregistré.",
  no_place_left: "Plus aucune place déclarée pour ce mois. Rien n’a été changé.",
  case_closed: "Ce fil est fermé. Rien n’a été changé.",
  link_expired: "Le délai de réponse est passé\u00a0: ce lien ne sert plus.",
  channel_not_ready:
    "Rien ne peut vous arriver par là pour l’instant. Donnez un numéro ou un appareil.",
  too_many_trials: "Assez d’essais pour cette heure-ci. Réessayez plus tard.",
  too_many_calls:
    "Trop de demandes sont parties d’ici. Réessayez plus tard, ou appelez la coordination.",
  reading_too_soon:
    "Une lecture vient d’être faite, ou n’est pas finie. Réessayez dans une minute.",
  teleconsultation_hold_expired: "Cette heure n’est plus gardée. Choisissez-en une de nouveau.",
  teleconsultation_already_booked: "C’est déjà réservé. Rien n’a été fait deux fois.",
  site_not_bookable: "Rien ne peut être réservé ici à cette heure. Voir ce qui manque au lieu.",
  usual_doctor_first:
    "Le médecin traitant d’abord\u00a0: appelez-le et dites-le, ou demandez dès que possible.",
  consent_missing: "La personne n’a pas dit son accord pour la vidéo. Notez-le d’abord.",
  kiosk_events_missing: "Des événements de la borne manquent. Ils sont renvoyés dans l’ordre.",
  kiosk_event_reused: "Ce numéro a déjà servi à la borne. Rien n’a été changé.",
  server_error: "Le service n’a pas pu répondre. Réessayez.",
  not_ready: "Le service démarre. Réessayez dans un instant.",
};

const UNREACHABLE = "Pas de réseau. Réessayez.";

/** After which the form stays as it was typed, to be sent again; the others end it, or ask for a new page. */
const KEEPS: ReadonlySet<ProblemType> = new Set([
  "invalid_input",
  "slot_taken",
  "hold_expired",
  "teleconsultation_hold_expired",
  "usual_doctor_first",
  "opening_overlaps",
  "absence_overlaps",
  "already_on_rota",
  "server_error",
  "not_ready",
]);

/** The session that this page works in is over, whatever ended it. */
export const SIGNED_OUT: ReadonlySet<ProblemType> = new Set([
  "not_signed_in",
  "session_idle",
  "session_ended",
]);

/** Is this what the server answers when it refuses (RFC 9457)? */
export function isProblem(error: unknown): error is Problem {
  return (
    typeof error === "object" &&
    error !== null &&
    "type" in error &&
    typeof error.type === "string" &&
    error.type in PROBLEM
  );
}

/**
 * The sentence for whatever a call threw: a refusal, or a network that did not answer.
 *
 * @param typed something was typed there, which stays: only then is it said
 */
export function problemSentence(error: unknown, typed = false): string {
  const known = isProblem(error);
  const said = known
    ? PROBLEM[error.type]
    : error instanceof TypeError
      ? UNREACHABLE
      : PROBLEM.server_error;
  return typed && (!known || KEEPS.has(error.type)) ? `${said} Votre saisie est gardée.` : said;
}

/** What the server says of a field, in its English, as the French sentence under the field. */
const FIELD_SENTENCES: [says: RegExp, sentence: string][] = [
  [/^Give at least ([-\d.]+)$/, "Au moins $1."],
  [/^Give more than ([-\d.]+)$/, "Plus de $1."],
  [/^Give at most ([-\d.]+)$/, "Au plus $1."],
  [/^Give less than ([-\d.]+)$/, "Moins de $1."],
  [/^Write a whole number/, "Écrivez un nombre entier."],
  [/^Write a (?:finite )?number/, "Écrivez un nombre."],
  [/^Write (?:a date|an instant) that exists/, "Cette date n’existe pas."],
  [/at least (\d+) (?:character|item)/, "C’est trop court\u00a0: au moins $1."],
  [/at most (\d+) (?:character|item)/, "C’est trop long\u00a0: au plus $1."],
  [/(\d+) passkeys already/, "Vous avez déjà $1 clés d’accès\u00a0: retirez-en une d’abord."],
  [/(\d+) agendas already/, "Vous avez déjà $1 agendas\u00a0: retirez-en un d’abord."],
  [/^These hours overlap/, "Ces heures en chevauchent d’autres."],
  [/^These days overlap/, "Ces jours en chevauchent d’autres."],
  [/^Give an end other than the start/, "Jour et nuit s’écrit de 0:00 à 24:00."],
  [/last day on or after the first/, "Le dernier jour vient après le premier."],
  [/^Give a day that has come/, "Ce jour n’est pas encore venu."],
  [/^Give a day after the training/, "Ce jour vient après la formation."],
  [/years of the training$/, "Dix ans après la formation, au plus."],
  [/^Choose a member of the community/, "Choisissez un membre de la CPTS."],
  [/^A nurse may not assist in a pharmacy/, "Un infirmier n’assiste pas dans une pharmacie."],
  [/^Only a pharmacist assists/, "Dans une pharmacie, seul un pharmacien assiste."],
  [/^Outside a pharmacy only a nurse/, "Hors d’une pharmacie, c’est un infirmier qui assiste."],
  [/^Choose the structure that keeps it/, "Choisissez une structure de cette nature."],
  [/^What a pharmacy keeps/, "Une pharmacie tient un site de nature Pharmacie."],
  [/^Choose a commune of the territory/, "Choisissez une commune du territoire."],
  [/the year (?:of the training )?with four figures/, "Écrivez l’année en quatre chiffres."],
  [/^Give a day after the diploma/, "Ce jour vient après le diplôme."],
  [/of the diploma with four figures/, "Écrivez l’année du diplôme en quatre chiffres."],
  [/another name in the national directory/, "Le répertoire a un autre nom pour ce numéro."],
  [/not that of a doctor/, "Ce numéro n’est pas celui d’un médecin."],
  [/that of a member already/, "Ce numéro est celui d’un membre\u00a0: voir son dossier."],
  [/of this person's profession/, "Ce n’est pas la profession de cette personne."],
  [/^Give a day to come/, "Ces jours sont passés."],
  [/last day within a year/, "Un an au plus."],
  [/first day within two years/, "Dans les deux ans au plus."],
  [/your own address/, "C’est votre adresse. Écrivez celle de la personne invitée."],
  [/naming the person/, "Sans nommer la personne\u00a0: cette phrase reste dans le journal."],
  [/social security/i, "Un numéro de sécurité sociale ne peut pas être gardé ici. Retirez-le."],
  [/in the future/, "Choisissez un instant à venir."],
  [/addresses already/, "Ce logiciel a déjà cinq adresses\u00a0: supprimez-en une d’abord."],
  [/begin with https/, "L’adresse commence par https://."],
  [/usual port of https/, "Seul le port habituel de https est appelé\u00a0: retirez l’autre."],
  [/not one of the public Internet/, "Cette adresse n’est pas sur l’Internet public."],
  [/name and password out of the address/, "Retirez le nom et le mot de passe de l’adresse."],
  [/This is no address/, "Ce n’est pas une adresse\u00a0: recopiez-la entière."],
  [/^Say which adult/, "Dites quel adulte accompagne\u00a0: nom, lien, téléphone."],
  [/parental authority must agree/, "Il faut l’accord d’un titulaire de l’autorité parentale."],
  [/^An adult agrees for themselves/, "Un adulte donne lui-même son accord."],
  [/^Name the usual doctor/, "Nommez le médecin traitant, ou dites que vous ne savez pas."],
  [/^Leave this out, or say that the usual/, "Dites d’abord que le médecin traitant est connu."],
  [
    /^Say why another doctor/,
    "Dites pourquoi un autre médecin répond, ou que le traitant a été appelé.",
  ],
  [
    /^Choose a password that is harder/,
    "Trop facile à deviner\u00a0: prenez plusieurs mots sans lien entre eux.",
  ],
  [/^Choose another password/, "C’est le mot de passe que vous avez déjà."],
  [/required|Write a sentence/, "À remplir."],
];

export const UNKNOWN_FIELD = "Ce champ est à reprendre.";

/** The French sentence of a field that the server refused; unknown words are never shown as they came. */
export function fieldSentence(message: string): string {
  for (const [says, sentence] of FIELD_SENTENCES) {
    const found = says.exec(message);
    if (found) return sentence.replace("$1", (found[1] ?? "").replace(".", ","));
  }
  return UNKNOWN_FIELD;
}

/**
 * The refused fields with their sentences, under the name that the form uses: `/person/phone` is
 * `person.phone`.
 */
export function problemFields(error: unknown): Record<string, string> {
  const errors: FieldError[] = isProblem(error) ? (error.errors ?? []) : [];
  return Object.fromEntries(
    errors.map(({ pointer, message }) => [
      pointer.replace(/^\//, "").replaceAll("/", "."),
      fieldSentence(message),
    ]),
  );
}
