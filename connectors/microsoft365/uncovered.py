"""What Microsoft 365 keeps and does not give, or is not read yet, and what to do by hand instead."""

from scanner.connector import Phrase

NOTES_OF_ALL = (
    Phrase("OneNote", "OneNote"),
    Phrase(
        "Microsoft lets no application read notebooks since 31 March 2025: sign in as the user whose notebooks they are (docs/microsoft365.md), or search them by hand in OneNote.",
        "Microsoft laat sinds 31 maart 2025 geen toepassing notitieblokken lezen: meld u aan als de gebruiker van wie ze zijn (docs/microsoft365.md), of doorzoek ze met de hand in OneNote.",
    ),
)
NOTES_OF_OTHERS = (
    Phrase("OneNote of other users, teams and sites", "OneNote van andere gebruikers, teams en sites"),
    Phrase(
        "Only the notebooks of the user who signed in are read: search the others by hand in OneNote.",
        "Alleen de notitieblokken van wie zich aanmeldde worden gelezen: doorzoek de andere met de hand in OneNote.",
    ),
)
NOT_COVERED: tuple[tuple[str, str], ...] = (
    (
        Phrase("Online archive mailboxes", "Online archieven van postvakken"),
        Phrase(
            "Graph does not show what is in them: search them in Outlook, or with an eDiscovery search in Purview.",
            "Graph laat niet zien wat erin zit: doorzoek ze in Outlook, of met eDiscovery in Purview.",
        ),
    ),
    (
        Phrase("Microsoft Forms", "Microsoft Forms"),
        Phrase(
            "Forms has no interface: open each form and choose Open results in Excel; a workbook kept in OneDrive or SharePoint is read as a file.",
            "Forms heeft geen koppeling: open elk formulier en kies Resultaten openen in Excel; een werkmap in OneDrive of SharePoint wordt als bestand gelezen.",
        ),
    ),
    (
        Phrase("Recordings and transcripts of meetings", "Opnamen en transcripten van vergaderingen"),
        Phrase(
            "Look in the meetings in Teams; what is kept in OneDrive or SharePoint is read as a file.",
            "Kijk bij de vergaderingen in Teams; wat in OneDrive of SharePoint staat wordt als bestand gelezen.",
        ),
    ),
    (
        Phrase("Files attached to list items", "Bestanden bij lijstitems"),
        Phrase("Open the items found by hand.", "Open de gevonden items met de hand."),
    ),
    (
        Phrase(
            "Older versions of files, and what is in a recycle bin", "Oudere versies van bestanden, en wat in een prullenbak ligt"
        ),
        Phrase(
            "Open the version history of the files found, and the recycle bin of each OneDrive and site.",
            "Open de versiegeschiedenis van de gevonden bestanden, en de prullenbak van elke OneDrive en site.",
        ),
    ),
    (
        Phrase("Calendars of groups and teams", "Agenda's van groepen en teams"),
        Phrase(
            "Microsoft shows them to no application: look in Outlook; members have the events they were invited to, and those are read.",
            "Microsoft laat ze aan geen toepassing zien: kijk in Outlook; leden hebben de afspraken waarvoor ze zijn uitgenodigd, en die worden gelezen.",
        ),
    ),
    (
        Phrase("Public folders, and mail kept under a hold", "Openbare mappen, en e-mail die onder een bewaarplicht valt"),
        Phrase(
            "Graph does not show them: search them in Outlook, or with an eDiscovery search in Purview.",
            "Graph laat ze niet zien: doorzoek ze in Outlook, of met eDiscovery in Purview.",
        ),
    ),
    (
        Phrase("Added columns of document libraries", "Toegevoegde kolommen van documentbibliotheken"),
        Phrase(
            "Open the libraries that have them and look at the columns.",
            "Open de bibliotheken die ze hebben en bekijk de kolommen.",
        ),
    ),
    (
        Phrase("Files encrypted with a sensitivity label", "Bestanden die met een vertrouwelijkheidslabel zijn versleuteld"),
        Phrase(
            "They come encrypted and are listed as gaps: open them by hand.",
            "Ze komen versleuteld binnen en staan als gat vermeld: open ze met de hand.",
        ),
    ),
    (
        Phrase(
            "Suggested addresses, pictures of people, and rules and automatic replies of mailboxes",
            "Voorgestelde adressen, foto's van mensen, en regels en automatische antwoorden van postvakken",
        ),
        Phrase(
            "Look in Outlook and in the admin center by hand.",
            "Kijk met de hand in Outlook en in het beheercentrum.",
        ),
    ),
    (
        Phrase("Plans of one's own, Bookings, Viva Engage and Loop", "Eigen plannen, Bookings, Viva Engage en Loop"),
        Phrase(
            "Not read: search them by hand, where you use them. Plans of groups and teams are read.",
            "Worden niet gelezen: doorzoek ze met de hand, waar u ze gebruikt. Plannen van groepen en teams worden gelezen.",
        ),
    ),
    (
        Phrase("Sign-in and audit logs", "Aanmeldings- en auditlogboeken"),
        Phrase(
            "An administrator searches the Entra admin center and Purview.",
            "Een beheerder doorzoekt het Entra-beheercentrum en Purview.",
        ),
    ),
)
