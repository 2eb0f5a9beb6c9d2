"""What Microsoft 365 keeps and does not give, or is not read yet, and what to do by hand instead."""

from scanner.connector import Phrase

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
        Phrase("OneNote", "OneNote"),
        Phrase(
            "An application may not read notebooks: search them by hand in OneNote. Their names are among the files.",
            "Een toepassing mag notitieblokken niet lezen: doorzoek ze met de hand in OneNote. Hun namen staan bij de bestanden.",
        ),
    ),
    (
        Phrase(
            "Pictures in chats, and recordings and transcripts of meetings",
            "Plaatjes in chats, en opnamen en transcripten van vergaderingen",
        ),
        Phrase(
            "Open the messages found in Teams; recordings kept in OneDrive or SharePoint are read as files.",
            "Open de gevonden berichten in Teams; opnamen in OneDrive of SharePoint worden als bestand gelezen.",
        ),
    ),
    (
        Phrase("Files attached to tasks and list items", "Bestanden bij taken en lijstitems"),
        Phrase(
            "Open the tasks and items found by hand.",
            "Open de gevonden taken en items met de hand.",
        ),
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
        Phrase("Suggested addresses and pictures of people", "Voorgestelde adressen en foto's van mensen"),
        Phrase(
            "Look in Outlook and in the admin center by hand.",
            "Kijk met de hand in Outlook en in het beheercentrum.",
        ),
    ),
    (
        Phrase("Planner, Bookings, Viva Engage and Loop", "Planner, Bookings, Viva Engage en Loop"),
        Phrase(
            "Not read: search them by hand, where you use them.",
            "Worden niet gelezen: doorzoek ze met de hand, waar u ze gebruikt.",
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
