"""What Zoom keeps and does not give, and what to do by hand instead."""

from scanner.connector import Phrase

NOT_COVERED: tuple[tuple[str, str], ...] = (
    (
        Phrase("Voices and images in recordings", "Stemmen en beelden in opnamen"),
        Phrase(
            "Sound and video are not fetched: listen to the recordings in which the person took part or is named.",
            "Geluid en beeld worden niet opgehaald: beluister de opnamen waarin de persoon meedeed of wordt genoemd.",
        ),
    ),
    (
        Phrase("Sound of voicemail and of recorded telephone calls", "Geluid van voicemail en van opgenomen telefoongesprekken"),
        Phrase(
            "Only who, when and the transcript are read: listen in the Zoom portal.",
            "Alleen wie, wanneer en de transcriptie worden gelezen: luister in het Zoom-portaal.",
        ),
    ),
    (
        Phrase("Recordings on people's own computers", "Opnamen op eigen computers"),
        Phrase(
            "Zoom does not know them: search the folder Zoom on each computer.",
            "Zoom kent ze niet: doorzoek op elke computer de map Zoom.",
        ),
    ),
    (
        Phrase("Who took part in meetings long ago", "Wie er lang geleden meededen"),
        Phrase(
            "Zoom shows meetings of the last six months, and of planned series about fifteen: ask Zoom for what it still holds.",
            "Zoom toont vergaderingen van het laatste halfjaar, en van geplande reeksen zo'n vijftien maanden: vraag Zoom naar de rest.",
        ),
    ),
    (
        Phrase("Meetings with one participant", "Vergaderingen met één deelnemer"),
        Phrase(
            "Zoom leaves them out of its lists of participants; the host's calendar shows them.",
            "Zoom laat ze weg uit de lijsten van deelnemers; ze staan in de agenda van de gastheer.",
        ),
    ),
    (
        Phrase("E-mail addresses of guests", "E-mailadressen van gasten"),
        Phrase(
            "Zoom hides the address of guests who did not register; they are found by the name they typed.",
            "Zoom verbergt het adres van gasten die zich niet inschreven; zij worden gevonden op de naam die zij intikten.",
        ),
    ),
    (
        Phrase("Team Chat older than six months", "Team Chat ouder dan een halfjaar"),
        Phrase(
            "The report goes no further back: search in the Zoom app, or export through Legal Hold.",
            "Het rapport gaat niet verder terug: zoek in de Zoom-app, of exporteer met Legal Hold.",
        ),
    ),
    (
        Phrase("Files in Team Chat and in text messages", "Bestanden in Team Chat en in sms"),
        Phrase(
            "Their names are read and their content is not: open those of the conversations found.",
            "De namen worden gelezen, de inhoud niet: open die van de gevonden gesprekken.",
        ),
    ),
    (
        Phrase("Address books in people's own Zoom app", "Adresboeken in ieders eigen Zoom-app"),
        Phrase(
            "Only the user can see them: each looks under Contacts.",
            "Alleen de gebruiker ziet ze: ieder kijkt bij Contacten.",
        ),
    ),
    (
        Phrase(
            "Whiteboards, Docs, Clips, Mail, Calendar, Scheduler and Events of Zoom",
            "Whiteboards, Docs, Clips, Mail, Agenda, Scheduler en Events van Zoom",
        ),
        Phrase("Not read: search them in the Zoom portal.", "Wordt niet gelezen: doorzoek ze in het Zoom-portaal."),
    ),
    (
        Phrase("Logs of signing in and of changes", "Logboeken van inloggen en van wijzigingen"),
        Phrase(
            "An administrator looks under Reports in the Zoom portal.",
            "Een beheerder kijkt in het Zoom-portaal bij Rapporten.",
        ),
    ),
)
