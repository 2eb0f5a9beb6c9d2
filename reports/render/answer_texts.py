"""The sentences of the answer to the data subject: Dutch, English. `{x}` is filled in."""

from collections.abc import Mapping

ANSWER: Mapping[str, tuple[str, str]] = {
    "draft": ("ONTWERP/DRAFT - niet om te versturen", "ONTWERP/DRAFT - not for sending"),
    "draft.mark": ("ONTWERP", "DRAFT"),
    "answer.title": ("Uw gegevens bij ons", "Your data with us"),
    "answer.case": ("zaak {case}", "case {case}"),
    "answer.lead": (
        "Antwoord van {built} op uw verzoek van {received} (art. 15 AVG).",
        "Answer of {built} to your request of {received} (GDPR art. 15).",
    ),
    "answer.held.yes": ("Ja, wij verwerken persoonsgegevens van u.", "Yes, we process personal data about you."),
    "answer.held.no": (
        "In wat wij hebben doorzocht, hebben wij geen persoonsgegevens van u gevonden.",
        "In what we searched we found no personal data about you.",
    ),
    "answer.held.count": (
        (
            "Wij vonden {records} in {systems}. Hieronder staat per systeem wat het is en waarom wij het hebben. De gegevens zelf vindt u "
            "volledig in data.json en in de map csv."
        ),
        (
            "We found {records} in {systems}. Below you read, system by system, what it is and why we have it. The data themselves are "
            "complete in data.json and in the folder csv."
        ),
    ),
    "answer.held.none": ("Onderaan staat waar wij hebben gezocht.", "At the end you read where we searched."),
    "extent.answer.searched.short": ("Dit antwoord kan onvolledig zijn", "This answer may be incomplete"),
    "extent.answer.searched": (
        "Een deel konden wij alleen met de zoekfunctie van een leverancier doorzoeken.",
        "A part we could search only with a vendor's own search.",
    ),
    "extent.answer.by hand.short": ("Niet alles is met een programma te doorzoeken", "Not everything can be searched by machine"),
    "extent.answer.by hand": (
        "Wat met de hand wordt nagegaan, staat onderaan.",
        "What is looked at by hand is listed at the end.",
    ),
    "extent.answer.gaps.short": ("Dit antwoord is niet volledig", "This answer is not complete"),
    "extent.answer.gaps": (
        "Op een of meer plekken konden wij niet of niet tot het eind kijken. Daar kan meer over u staan; onderaan staat welke het zijn.",
        "At one or more places we could not look, or not to the end. There may be more about you there; they are listed at the end.",
    ),
    "extent.answer.nothing read.short": ("Er is niets doorzocht", "Nothing was searched"),
    "extent.answer.nothing read": ("Dit is geen antwoord op uw verzoek.", "This is no answer to your request."),
    "answer.overview": ("In één oogopslag", "At a glance"),
    "answer.bars.systems": ("Records per systeem", "Records by system"),
    "answer.bars.kinds": ("Records per soort gegeven", "Records by kind of data"),
    "answer.timeline": ("Records per jaar van laatste wijziging", "Records by year of last change"),
    "answer.kinds": ("Soorten gegevens", "Kinds of data"),
    "answer.kinds.other": ("overige gegevens, zie hieronder", "other data, see below"),
    "answer.purposes": ("Waarvoor", "What for"),
    "answer.ground": ("Grondslag", "Legal ground"),
    "answer.recipients": ("Wie ze krijgt", "Who receives them"),
    "answer.third_country": ("buiten de EER", "outside the EEA"),
    "answer.retention": ("Hoe lang", "How long"),
    "answer.source": ("Waar ze vandaan komen", "Where they come from"),
    "answer.automated": ("Automatische besluiten", "Automated decisions"),
    "answer.missing": ("NOG IN TE VULLEN", "STILL TO BE FILLED IN"),
    "answer.record.caption": (
        "Gegevens in record {n}: plek in het record, en wat er staat",
        "Data in record {n}: place in the record, and what it says",
    ),
    "answer.record.more.one": ("En nog {n} veld: zie data.json.", "And {n} more field: see data.json."),
    "answer.record.more.many": ("En nog {n} velden: zie data.json.", "And {n} more fields: see data.json."),
    "answer.record.others.one": (
        "{n} veld met alleen gegevens van een ander is hier weggelaten.",
        "{n} field with only another person's data is left out here.",
    ),
    "answer.record.others.many": (
        "{n} velden met alleen gegevens van anderen zijn hier weggelaten.",
        "{n} fields with only other people's data are left out here.",
    ),
    "answer.original": ("Origineel:", "Original:"),
    "answer.rows.one": (
        "{n} andere regel van deze tabel gaat niet aantoonbaar over u en is weggelaten (art. 15 lid 4 AVG).",
        "{n} other row of this table is not shown to be about you and was left out (GDPR art. 15(4)).",
    ),
    "answer.rows.many": (
        "{n} andere regels van deze tabel gaan niet aantoonbaar over u en zijn weggelaten (art. 15 lid 4 AVG).",
        "{n} other rows of this table are not shown to be about you and were left out (GDPR art. 15(4)).",
    ),
    "withheld.others": (
        "Het origineel is niet bijgevoegd: het bevat gegevens van anderen (art. 15 lid 4 AVG). Uw eigen gegevens eruit staan hierboven.",
        "The original is withheld: it contains other people's data (GDPR art. 15(4)). Your own data in it are above.",
    ),
    "withheld.rows": (
        "Het origineel is niet bijgevoegd: het bevat regels over anderen (art. 15 lid 4 AVG). De regels over u staan hierboven.",
        "The original is withheld: it contains rows about other people (GDPR art. 15(4)). The rows about you are above.",
    ),
    "withheld.unread": (
        "Het origineel is niet bijgevoegd: het kon niet worden nagelezen op gegevens van anderen (art. 15 lid 4 AVG).",
        "The original is withheld: it could not be checked for other people's data (GDPR art. 15(4)).",
    ),
    "withheld.gone": (
        "Het origineel is niet bijgevoegd: het was niet meer te openen. Wat eruit gelezen is, staat hierboven.",
        "The original is not enclosed: it could no longer be opened. What was read from it is above.",
    ),
    "answer.others": ("Gegevens van anderen", "Other people's data"),
    "answer.others.lead": (
        (
            "U krijgt uw eigen gegevens. Gegevens van anderen in dezelfde stukken zijn vervangen door een zichtbaar merkteken of weggelaten, "
            "omdat hun rechten niet mogen worden geschaad (art. 15 lid 4 AVG). U kunt ons vragen dit opnieuw te wegen."
        ),
        (
            "You receive your own data. Other people's data in the same documents were replaced by a visible mark or left out, because their "
            "rights may not be harmed (GDPR art. 15(4)). You may ask us to weigh this again."
        ),
    ),
    "answer.others.redacted": ("Merktekens", "Marks"),
    "answer.others.rows": ("Weggelaten regels", "Rows left out"),
    "answer.others.originals": ("Niet bijgevoegde originelen", "Originals withheld"),
    "answer.searched": ("Waar wij hebben gezocht", "Where we searched"),
    "answer.searched.lead": (
        "Gezocht van {began} tot {ended}, met leesrechten: er is door het zoeken niets gewijzigd of verwijderd.",
        "Searched from {began} to {ended}, with rights to read only: searching changed and deleted nothing.",
    ),
    "answer.searched.caption": ("Alle ingestelde systemen", "Every configured system"),
    "answer.hand": ("Met de hand", "By hand"),
    "answer.hand.lead": ("Dit kan geen programma doorzoeken.", "No programme can search these."),
    "answer.rights": ("Uw rechten", "Your rights"),
    "answer.rights.lead": ("U kunt ons het volgende vragen; dat kost niets.", "You may ask us the following; it is free."),
    "answer.rights.rectification": (
        "Rectificatie: wat niet klopt verbeteren of aanvullen (art. 16).",
        "Rectification: to correct or complete what is wrong (art. 16).",
    ),
    "answer.rights.erasure": (
        "Wissing, voor zover geen wet ons verplicht te bewaren (art. 17); de boekhouding moet in Nederland 7 jaar blijven.",
        "Erasure, as far as no law obliges us to keep (art. 17); in the Netherlands the books must stay for 7 years.",
    ),
    "answer.rights.restriction": (
        "Beperking: bewaren zonder gebruiken, zolang iets wordt uitgezocht (art. 18).",
        "Restriction: keep without using, while something is sorted out (art. 18).",
    ),
    "answer.rights.objection": (
        "Bezwaar, om redenen die met uw situatie te maken hebben; tegen direct marketing altijd en zonder reden (art. 21).",
        "Objection, on grounds relating to your situation; to direct marketing always and without a reason (art. 21).",
    ),
    "answer.rights.portability": (
        "Overdraagbaarheid van wat u zelf hebt gegeven (art. 20).",
        "Portability of what you gave us yourself (art. 20).",
    ),
    "answer.rights.complaint": (
        "Een klacht indienen bij de toezichthouder: {supervisor} (art. 77).",
        "To complain to the supervisor: {supervisor} (art. 77).",
    ),
    "answer.rights.court": ("Naar de rechter gaan (art. 79).", "To go to court (art. 79)."),
    "answer.contact": ("Aan wie u vragen kunt stellen", "Whom to ask"),
    "answer.supervisor": ("Toezichthouder", "Supervisor"),
    "answer.verified": ("Uw identiteit is vastgesteld", "Your identity was established"),
    "answer.footer": (
        "Dit bestand werkt zonder internet en vraagt niets op. Hoe u controleert dat er niets aan is veranderd, staat in README.txt.",
        "This file works offline and requests nothing. README.txt says how to check that nothing in it was changed.",
    ),
    "answer.fingerprint": ("Vingerafdruk van onze handtekening:", "Fingerprint of our signature:"),
    # the marks that stand for somebody else's data
    "other.anything": ("[gegeven van een ander]", "[another person's data]"),
    "other.PERSON": ("[naam van een ander]", "[another person's name]"),
    "other.EMAIL_ADDRESS": ("[e-mailadres van een ander]", "[another person's e-mail address]"),
    "other.PHONE_NUMBER": ("[telefoonnummer van een ander]", "[another person's phone number]"),
    "other.IBAN_CODE": ("[bankrekening van een ander]", "[another person's bank account]"),
    "other.BANK_ACCOUNT": ("[bankrekening van een ander]", "[another person's bank account]"),
    "other.CREDIT_CARD": ("[betaalkaart van een ander]", "[another person's payment card]"),
    "other.NL_BSN": ("[burgerservicenummer van een ander]", "[another person's citizen service number]"),
    "other.NL_LICENSE_PLATE": ("[kenteken van een ander]", "[another person's licence plate]"),
    "other.NL_V_NUMBER": ("[V-nummer van een ander]", "[another person's V-number]"),
    "other.IDENTITY_DOCUMENT": ("[paspoort- of ID-nummer van een ander]", "[another person's passport or ID number]"),
    "other.DRIVING_LICENCE": ("[rijbewijsnummer van een ander]", "[another person's driving licence number]"),
    **{
        f"other.{kind}": ("[nationaal nummer van een ander]", "[another person's national number]")
        for kind in (
            "BE_NATIONAL_NUMBER",
            "DE_TAX_ID",
            "ES_NIE",
            "ES_NIF",
            "FR_NIR",
            "IT_FISCAL_CODE",
            "PL_PESEL",
            "UK_NHS",
            "UK_NINO",
            "US_ITIN",
            "US_SSN",
        )
    },
    "other.SOCIAL_HANDLE": ("[naam op sociale media van een ander]", "[another person's social media name]"),
    "answer.portability": (
        "U vroeg ook om overdraagbaarheid (art. 20 AVG). Dat deel zit niet in dit bestand; u krijgt het apart.",
        "You also asked for portability (GDPR art. 20). That part is not in this file; you receive it separately.",
    ),
    "readme": (
        """UW GEGEVENS BIJ {name}
Zaak {case}{draft}

Openen
  Open report.html in een browser: dat is het antwoord in gewone taal. Het werkt zonder internet.
  data.json bevat alle gegevens, data.schema.json zegt hoe het bestand in elkaar zit.
  De map csv bevat hetzelfde voor een rekenblad. Een cel die met = + - @, tab of return begint, heeft
  een ' ervoor, zodat een rekenblad er geen formule van maakt.
  De map originals bevat de stukken zelf, voor zover ze geen gegevens van anderen bevatten. De nummers
  in de bestandsnamen zijn de recordnummers uit report.html.

Controleren dat niets is veranderd
  Met inzage:           inzage verify BESTAND.zip
  Zonder inzage, in de uitgepakte map:
    sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt
    openssl pkeyutl -verify -pubin -inkey signing-key.pem -rawin -in tagmanifest-sha256.txt -sigfile tagmanifest-sha256.txt.sig
  De vingerafdruk van de sleutel (SHA-256 van de 32 bytes van de openbare sleutel) is:
    {fingerprint}
  Vraag ons langs een andere weg (telefoon, balie) of dit onze vingerafdruk is: alleen dan weet u dat het bestand van ons komt.

Niet versleuteld
  Dit bestand is niet versleuteld. Bewaar het op een plek waar alleen u bij kunt.

Vragen
  {name}, {contact}
""",
        """YOUR DATA WITH {name}
Case {case}{draft}

To open
  Open report.html in a browser: that is the answer in plain language. It works offline.
  data.json holds all the data, data.schema.json says how that file is built.
  The folder csv holds the same for a spreadsheet. A cell that starts with = + - @, tab or return has
  a ' before it, so that a spreadsheet does not make a formula of it.
  The folder originals holds the documents themselves, as far as they hold no data of other people. The
  numbers in the file names are the record numbers of report.html.

To check that nothing was changed
  With inzage:          inzage verify FILE.zip
  Without inzage, in the unpacked folder:
    sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt
    openssl pkeyutl -verify -pubin -inkey signing-key.pem -rawin -in tagmanifest-sha256.txt -sigfile tagmanifest-sha256.txt.sig
  The fingerprint of the key (SHA-256 of the public key's 32 bytes) is:
    {fingerprint}
  Ask us by another way (phone, in person) whether this is our fingerprint: only then do you know that the file is ours.

Not encrypted
  This file is not encrypted. Keep it where only you can reach it.

Questions
  {name}, {contact}
""",
    ),
}
