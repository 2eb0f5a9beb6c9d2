"""What Wix keeps and no read-only interface lists, and what to do by hand instead."""

from scanner.connector import Phrase

NOT_COVERED = (
    (
        Phrase("Wix Inbox and site chat", "Wix Inbox en sitechat"),
        Phrase(
            "Wix can only find a conversation by making one, so none is read: in the dashboard open Inbox, search the person's "
            "name and address, and save the conversations.",
            "Wix vindt een gesprek alleen door er een te maken; er wordt er dus geen gelezen: open Inbox in het dashboard, zoek op "
            "naam en adres van de persoon en bewaar de gesprekken.",
        ),
    ),
    (
        Phrase("Newsletter addresses that belong to no contact", "Nieuwsbriefadressen die bij geen contact horen"),
        Phrase(
            "Wix only answers for an address that is asked for: those of the contacts are, and the person's own in a search.",
            "Wix antwoordt alleen over een adres waarnaar gevraagd wordt: dat zijn die van de contacten, en bij een zoekvraag die "
            "van de persoon.",
        ),
    ),
    (
        Phrase(
            "Deleted submissions of forms that are deleted too", "Verwijderde inzendingen van formulieren die ook verwijderd zijn"
        ),
        Phrase(
            "Open Forms and its trash bin in the dashboard: Wix keeps a deleted form for 90 days.",
            "Open Formulieren en de prullenbak daarvan in het dashboard: Wix bewaart een verwijderd formulier 90 dagen.",
        ),
    ),
    (
        Phrase("What is in uploaded files and pictures", "De inhoud van geüploade bestanden en foto's"),
        Phrase(
            "Records hold the link: open it from the contact, submission or item that was found.",
            "In de gegevens staat de link: open die vanuit het gevonden contact, formulier of item.",
        ),
    ),
    (
        Phrase(
            "Wix Invoices outside the shop, quotes and payment links", "Wix-facturen buiten de winkel, offertes en betaallinks"
        ),
        Phrase(
            "Search the customer in Invoices, Quotes and Payments of the dashboard.",
            "Zoek de klant bij Facturen, Offertes en Betalingen in het dashboard.",
        ),
    ),
    (
        Phrase(
            "Bookings staff, table reservations, restaurant orders, hotels, waiting lists and back-in-stock requests",
            "Medewerkers in Bookings, tafelreserveringen, restaurantbestellingen, hotels, wachtlijsten en voorraadmeldingen",
        ),
        Phrase(
            "Not read yet: search the app's own page in the dashboard.",
            "Wordt nog niet gelezen: zoek op de pagina van de app in het dashboard.",
        ),
    ),
    (
        Phrase(
            "Group posts, the forum, and comments outside the blog", "Berichten in groepen, het forum en reacties buiten het blog"
        ),
        Phrase(
            "Open the group or forum and search the member; that somebody is a member of a group is read.",
            "Open de groep of het forum en zoek het lid; dat iemand lid is van een groep wordt wel gelezen.",
        ),
    ),
    (
        Phrase(
            "Data of third-party apps, databases outside Wix, and site code",
            "Gegevens van apps van anderen, databases buiten Wix, en sitecode",
        ),
        Phrase(
            "Ask the maker of each app; Wix's own customer data file leaves them out too.",
            "Vraag het de maker van elke app; ook het klantgegevensbestand van Wix zelf bevat ze niet.",
        ),
    ),
    (
        Phrase("Analytics, session recordings and automations", "Statistieken, sessieopnamen en automatiseringen"),
        Phrase(
            "Open Analytics and Automations in the dashboard; visitors stand there under numbers.",
            "Open Analyse en Automatiseringen in het dashboard; bezoekers staan daar onder nummers.",
        ),
    ),
)
