"""What each kind of message says first, in French, and where it leads. Pure.

No name, address, phone number or note: tests read every sentence with hostile facts.
"""

from api.contract.models import NotificationKind

K = NotificationKind

SENTENCES: dict[NotificationKind, tuple[str, str]] = {
    K.offer_made: ("Une demande attend votre réponse", "Une demande de soins vous est proposée."),
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
    K.outside_calendar_lost: (
        "Un de vos agendas ne se lit plus",
        "Vos heures prises y sont gardées telles que lues la dernière fois.",
    ),
    K.people_to_call: (
        "Des personnes à appeler",
        "Une absence touche des rendez-vous : la liste dit qui appeler, et ce qui a été tenté.",
    ),
    K.replacement_named: (
        "Un remplacement vous est confié",
        "Les ouvertures et les rendez-vous du professionnel absent sont dans votre agenda.",
    ),
    K.appointment_moved: (
        "Rendez-vous déplacé",
        "Le rendez-vous a changé d’heure ou de professionnel.",
    ),
    K.daily_summary: ("Votre résumé du jour", "Ce que vous n’avez pas encore lu à l’écran."),
    K.trial: ("Essai : ce message vous est bien arrivé", "C’est un essai, que vous avez demandé."),
}
"""Subject and first sentence of each kind of message."""

PAGES = {
    K.identity_read: "/traces",
    K.outside_calendar_lost: "/mes-agendas",
    K.people_to_call: "/absences",
    K.replacement_named: "/absences",
    K.daily_summary: "/messages",
    K.trial: "/moi/notifications",
}
"""The page that a kind leads to, when it is not a request or an offer."""

INVITATIONS = {K.offer_made: "Répondre", K.offer_reminder: "Répondre", K.message_posted: "Lire"}
"""The word before the link, when it is not « Ouvrir »."""
