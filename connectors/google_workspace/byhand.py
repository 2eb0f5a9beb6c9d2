"""What Google keeps and no read-only interface gives, and what to do by hand instead."""

from scanner.connector import Phrase

NOT_COVERED = (
    (
        Phrase("Groups conversations", "Gesprekken in Google Groepen"),
        Phrase(
            "No read interface: search groups.google.com as a member, or export through Vault.",
            "Niet uit te lezen: doorzoek groups.google.com als lid, of exporteer met Vault.",
        ),
    ),
    (
        Phrase(
            "Sites, maps, Jamboards and other Google documents without an export",
            "Sites, kaarten, Jamboards en andere Google-documenten zonder export",
        ),
        Phrase(
            "Each is listed as a gap: open it by hand.",
            "Elk staat als gat vermeld: open het met de hand.",
        ),
    ),
    (
        Phrase("Vault, and mail that users deleted for good", "Vault, en mail die definitief is verwijderd"),
        Phrase(
            "An administrator searches Vault by hand.",
            "Een beheerder doorzoekt Vault met de hand.",
        ),
    ),
    (
        Phrase("Mail sent in confidential mode", "Mail in vertrouwelijke modus"),
        Phrase(
            "The text stays with Google behind a link: open the message by hand.",
            "De tekst blijft bij Google achter een link: open het bericht met de hand.",
        ),
    ),
    (
        Phrase("Older versions of files", "Oudere versies van bestanden"),
        Phrase(
            "Open the version history of the files found.",
            "Open de versiegeschiedenis van de gevonden bestanden.",
        ),
    ),
    (
        Phrase("Pictures of contacts", "Foto's van contacten"),
        Phrase(
            "Open the contact by hand.",
            "Open het contact met de hand.",
        ),
    ),
    (
        Phrase("Who is in a chat, and reactions to messages", "Wie in een chat zit, en reacties op berichten"),
        Phrase(
            "Open the chats found and look at their members.",
            "Open de gevonden chats en bekijk wie erin zitten.",
        ),
    ),
    (
        Phrase(
            "Accounts and groups, where no administrator is configured", "Accounts en groepen, waar geen beheerder is ingesteld"
        ),
        Phrase(
            "Name an administrator under `admin`, or look in the Admin console.",
            "Noem een beheerder bij `admin`, of kijk in de beheerdersconsole.",
        ),
    ),
    (
        Phrase("Google Analytics", "Google Analytics"),
        Phrase(
            "Kept under cookie numbers, not names: not linkable to a person without such a number.",
            "Staat onder cookienummers, niet onder namen: zonder zo'n nummer niet tot een persoon te herleiden.",
        ),
    ),
    (
        Phrase("Logs of the Admin console", "Logboeken van de beheerdersconsole"),
        Phrase(
            "An administrator searches Reporting, Audit and investigation.",
            "Een beheerder doorzoekt Rapportage, Audit en onderzoek.",
        ),
    ),
)
