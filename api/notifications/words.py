"""The French words of messages, and how an hour is said in them. Pure."""

import unicodedata
from datetime import datetime
from zoneinfo import ZoneInfo

from api.contract.models import CaseKind, NotificationKind
from api.notifications.care_words import NBSP

K = NotificationKind

SENTENCES: dict[NotificationKind, tuple[str, str]] = {
    K.offer_made: ("Une demande attend votre réponse", "Une demande de soins vous est proposée."),
    K.delegated_offer: (
        "Une demande attend une réponse de votre secrétariat",
        "Une demande de soins est proposée à un professionnel pour qui vous pouvez répondre.",
    ),
    K.offer_reminder: ("Rappel : une demande attend votre réponse", "Cette demande attend toujours."),
    K.offer_taken: ("Demande déjà pourvue", "Déjà pourvue. Merci."),
    K.offer_withdrawn: ("Demande retirée", "Cette demande n’est plus à pourvoir. Merci."),
    K.request_accepted: ("Quelqu’un a accepté votre demande", "Votre demande est acceptée."),
    K.request_widened: ("Votre demande est élargie", "D’autres professionnels sont sollicités."),
    K.request_needs_coordinator: ("À vous : personne n’a répondu", "Une demande revient à la coordination."),
    K.appointment_confirmed: ("Rendez-vous confirmé", "Le rendez-vous est confirmé."),
    K.professional_withdrew: (
        "La demande est relancée",
        "Le professionnel qui avait accepté s’est désisté. La recherche reprend.",
    ),
    K.confirmation_overdue: ("Rendez-vous à confirmer", "L’horaire n’est pas encore confirmé."),
    K.request_closed: ("Demande close", "La demande est close."),
    K.message_posted: ("Un message sur une demande", "Un message a été écrit sur le fil d’une demande."),
    K.assigned: ("Une demande vous est attribuée", "La coordination vous a attribué une demande."),
    K.identity_read: (
        "Une identité a été lue avec un motif",
        "Quelqu’un qui n’avait pas la demande en charge a fait afficher l’identité d’une personne, "
        "en donnant un motif. Les traces disent qui, quand et pourquoi.",
    ),
    K.trail_broken: ("Le journal des accès est touché", "Prévenez l’hébergeur et le DPO de la CPTS."),
    K.factors_changed: (
        "Votre double authentification a changé",
        "Si ce n’est pas vous, appelez tout de suite l’administration de votre CPTS.",
    ),
    K.code_tried_again: (
        "Un code déjà utilisé a été essayé",
        "Il a été refusé. Si ce n’est pas vous, appelez tout de suite l’administration de votre CPTS.",
    ),
    K.password_changed: (
        "Votre mot de passe a été changé",
        "Si ce n’est pas vous, appelez tout de suite l’administration de votre CPTS.",
    ),
    K.new_device: (
        "Connexion sur un autre appareil",
        "Si ce n’est pas vous, déconnectez-le, changez de mot de passe, et appelez l’administration.",
    ),
    K.outside_calendar_lost: (
        "Un de vos agendas ne se lit plus",
        "Vos heures prises y sont gardées telles que lues la dernière fois.",
    ),
    K.appointment_booked: (
        "Rendez-vous pris dans votre agenda",
        "Quelqu’un a pris un rendez-vous chez vous.",
    ),
    K.appointment_cancelled: ("Rendez-vous annulé", "Ce rendez-vous n’a plus lieu : son heure est libre."),
    K.delegated_appointment: (
        "Un agenda que vous tenez a changé",
        "Un rendez-vous y a été pris ou annulé par quelqu’un d’autre.",
    ),
    K.appointment_moved: ("Rendez-vous déplacé", "Le rendez-vous a changé d’heure ou de professionnel."),
    K.people_to_call: (
        "Des personnes à appeler",
        "Une absence touche des rendez-vous : la liste dit qui appeler, et ce qui a été tenté.",
    ),
    K.replacement_named: (
        "Un remplacement vous est confié",
        "Les ouvertures et les rendez-vous du professionnel absent sont dans votre agenda.",
    ),
    K.member_left: (
        "Un membre n’exerce plus ici",
        "Le répertoire national le dit parti : ses créneaux sont fermés, ses rendez-vous sont à replacer.",
    ),
    K.appointment_reminder: ("Rappel de rendez-vous", "Un rendez-vous que vous suivez approche."),
    K.day_ahead: ("Votre prochaine journée", "Vous avez des rendez-vous : voici l’heure du premier."),
    K.earlier_time: ("Un créneau plus tôt se libère", "Il est gardé pour la personne que vous suivez."),
    K.no_show_to_follow: (
        "Absence à un rendez-vous : à rappeler",
        "La personne n’est pas venue. Quelqu’un doit l’appeler.",
    ),
    K.care_circle_changed: (
        "Un cercle de soins a changé",
        "Vous suivez une personne avec d’autres : l’un d’eux y est entré, "
        "on a corrigé qui elle est, ou elle ne le veut plus.",
    ),
    K.page_to_confirm: (
        "Votre fiche est-elle toujours juste ?",
        "Vos confrères s’y fient pour vous adresser des patients. Si rien n’a changé, un seul geste suffit.",
    ),
    K.welcomed: ("Bienvenue dans la CPTS", "Une personne de la CPTS vous souhaite la bienvenue."),
    K.invited: (
        "Votre invitation dans Maillage",
        "Un professionnel de santé vous invite à travailler avec lui. Le lien ne sert qu’une fois.",
    ),
    K.certifier_on_the_way: (
        "Quelqu’un vient constater le décès",
        "Votre demande est acceptée. L’heure d’arrivée est une estimation.",
    ),
    K.death_delay: (
        "Constatation de décès : un délai est passé",
        "Une demande attend : la coordination doit voir où elle en est.",
    ),
    K.request_corrected: (
        "Une demande est corrigée",
        "Quelque chose y était faux : le fil dit ce qui change.",
    ),
    K.death_rota_gap: (
        "Astreinte des décès : il manque quelqu’un",
        f"L’astreinte a un trou dans les 48{NBSP}h : il y a quelqu’un à trouver.",
    ),
    K.attending_doctor_delay: (
        "Recherche de médecin traitant : à vous",
        "Une personne attend depuis longtemps, ou son médecin n’a rien déclaré : "
        "il faut décider de la suite.",
    ),
    K.opinion_given: (
        "Un avis vous est rendu",
        "Le confrère sollicité a répondu. Sa réponse se lit sur la demande.",
    ),
    K.opinion_detail_asked: (
        "Une précision vous est demandée",
        "Le confrère qui prend votre demande d’avis attend une précision pour répondre.",
    ),
    K.opinion_detail_given: (
        "La précision demandée est arrivée",
        "Le confrère qui demande votre avis a complété sa demande.",
    ),
    K.opinion_overdue: (
        "Un avis attend toujours",
        "Le délai de cette demande d’avis est passé : il faut voir où elle en est.",
    ),
    K.discharge_postponed: (
        "Sortie d’hôpital : la date change",
        "Le retour à domicile est à une autre date. Dites si vous venez toujours.",
    ),
    K.discharge_confirmed: (
        "Sortie d’hôpital confirmée",
        "Le service confirme le retour à domicile.",
    ),
    K.hospital_call_due: (
        "Sortie d’hôpital : toujours pas d’infirmier",
        "Personne n’a pris les soins infirmiers et la sortie approche.",
    ),
    K.home_check_due: (
        "Retour à domicile : à vérifier",
        "Dites si la personne est rentrée, et si tout est en place chez elle.",
    ),
    K.discharge_handed_over: (
        "Un retour à domicile vous est confié",
        "Une sortie d’hôpital est orientée vers votre équipe : appelez la coordination, en disant ce numéro.",
    ),
    K.kiosk_silent: (
        "Une borne ne répond plus",
        "La borne d’un site de téléconsultation ne donne plus de nouvelles.",
    ),
    K.assistant_missing: (
        "Personne pour assister",
        "Qui devait assister est absent, personne d’autre du lieu n’est libre : déplacez, ou annulez.",
    ),
    K.daily_summary: ("Votre résumé du jour", "Ce que vous n’avez pas encore lu à l’écran."),
    K.webhook_disabled: (
        "Un logiciel ne reçoit plus rien",
        "Son adresse ne répond plus : elle n’est plus appelée. Ce qui se passe l’attend.",
    ),
    K.trial: ("Essai : ce message vous est bien arrivé", "C’est un essai, que vous avez demandé."),
}
"""What each kind is called, and the sentence that opens its message."""

OFFERS: dict[CaseKind, tuple[str, str, str]] = {
    CaseKind.attending_doctor: (
        "Un patient cherche un médecin traitant",
        "Une personne cherche un médecin traitant : dites si vous pouvez la suivre.",
        "Une personne cherche un médecin traitant : le médecin pour qui vous pouvez répondre est sollicité.",
    ),
    CaseKind.second_opinion: (
        "Un confrère demande votre avis",
        "Une demande d’avis vous est adressée.",
        "Une demande d’avis est adressée à un professionnel pour qui vous pouvez répondre.",
    ),
    CaseKind.hospital_discharge: (
        "Une sortie d’hôpital attend votre réponse",
        "Un retour à domicile cherche quelqu’un.",
        "Un retour à domicile est proposé à un professionnel pour qui vous pouvez répondre.",
    ),
    CaseKind.teleconsultation: (
        "Une téléconsultation attend votre réponse",
        "Une personne attend une téléconsultation assistée, dès que possible.",
        "Une téléconsultation est proposée à un professionnel pour qui vous pouvez répondre.",
    ),
    CaseKind.death_certification: (
        "Un décès est à constater",
        "Une constatation de décès vous est proposée.",
        "Une constatation de décès est proposée à un professionnel pour qui vous pouvez répondre.",
    ),
}
"""What is proposed when it is not unscheduled care: the subject of an offer, its sentence to who is asked,
and that to whoever answers for them."""

OF_SEVERAL = {
    K.appointment_moved: (
        "Rendez-vous déplacés",
        "Des rendez-vous ont changé d’heure ou de professionnel.",
    ),
}
"""The same of a message about several appointments at once."""

BEGINS = {
    K.replacement_named: "Début",
    K.people_to_call: "Début",
    K.member_left: "Départ",
    K.certifier_on_the_way: "Arrivée",
    K.death_rota_gap: "Début",
    K.discharge_postponed: "Sortie",
    K.discharge_confirmed: "Sortie",
    K.hospital_call_due: "Sortie",
    K.home_check_due: "Retour",
}
"""What begins at the hour that a message says, when it is no appointment."""

PAGES = {
    K.people_to_call: "/absences",
    K.member_left: "/absences",
    K.replacement_named: "/absences",
    K.identity_read: "/traces",
    K.trail_broken: "/traces",
    K.factors_changed: "/double-authentification",
    K.code_tried_again: "/mes-connexions",
    K.password_changed: "/mes-connexions",
    K.new_device: "/mes-connexions",
    K.outside_calendar_lost: "/mes-agendas",
    K.day_ahead: "/agenda",
    K.appointment_booked: "/agenda",
    K.appointment_cancelled: "/agenda",
    K.delegated_appointment: "/agenda",
    K.page_to_confirm: "/moi/fiche",
    K.earlier_time: "/suivi",
    K.no_show_to_follow: "/suivi",
    K.welcomed: "/annuaire/nouvelles",
    K.care_circle_changed: "/moi/cercles",
    K.invited: "/invitation",
    K.webhook_disabled: "/logiciels",
    K.death_rota_gap: "/deces/astreinte",
    K.kiosk_silent: "/teleconsultations/chiffres",
    K.daily_summary: "/messages",
    K.trial: "/moi/notifications",
}
"""Where a kind leads, when it is not to a request or to what one has to answer."""

OF_AGENDA = frozenset({K.appointment_moved, K.appointment_reminder})
"""Kinds that lead to the agenda, for who may not open the request or when there is none."""

INVITATIONS = {
    K.earlier_time: "Répondre",
    K.offer_made: "Répondre",
    K.delegated_offer: "Répondre",
    K.offer_reminder: "Répondre",
    K.message_posted: "Lire",
    K.page_to_confirm: "Confirmer ou corriger",
    K.invited: "Accepter l’invitation",
}

_DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


def hour(instant: datetime, *, on: datetime, zone: ZoneInfo) -> str:
    """An instant as people say it on the day of `on`: “10:48” today, “mer. 25 nov. 9:20” another day."""
    local = instant.astimezone(zone)
    time = f"{local.hour}:{local.minute:02d}"
    if local.date() == on.astimezone(zone).date():
        return time
    return f"{day(instant, zone=zone)} {time}"


def day(instant: datetime, *, zone: ZoneInfo) -> str:
    """The day of an instant in the territory: “mar. 1 déc.”."""
    local = instant.astimezone(zone)
    return f"{_DAYS[local.weekday()]} {local.day}{NBSP}{_MONTHS[local.month - 1]}"


def plain(text: str) -> str:
    """A text for comparison: lower case, no accent, apostrophes and hyphens as spaces, single spaces."""
    parts = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    bare = "".join(c if c.isalnum() else " " for c in parts if not unicodedata.combining(c))
    return " ".join(bare.split())
