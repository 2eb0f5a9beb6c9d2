"""Texts and what stands in them. Every person and number is invented."""

import pytest

E, P, I, C = "EMAIL_ADDRESS", "PHONE_NUMBER", "IBAN_CODE", "CREDIT_CARD"  # noqa: E741
B, K, V, Z = "NL_BSN", "NL_KVK", "NL_VAT", "NL_POSTCODE"
L = "LOCATION"
D, U, H, N = "DATE_OF_BIRTH", "URL", "SOCIAL_HANDLE", "IP_ADDRESS"

FOUND = [
    # e-mail
    ("Mail naar mila.de-vries@studio.example, graag.", [(E, "mila.de-vries@studio.example")]),
    ("<JORIS@Studio.EXAMPLE>", [(E, "JORIS@Studio.EXAMPLE")]),
    ("a@b.example,c+les@d.example", [(E, "a@b.example"), (E, "c+les@d.example")]),
    ("o'brien_99@post.kantoor.example.", [(E, "o'brien_99@post.kantoor.example")]),
    ("mailto:noor@studio.example?subject=les", [(E, "noor@studio.example")]),
    ("Zie zoë@café.example", [(E, "zoë@café.example")]),
    # phone
    ("Bel 06-12345678.", [(P, "06-12345678")]),
    ("06 12 34 56 78 of 0612345678", [(P, "06 12 34 56 78"), (P, "0612345678")]),
    ("tel. +31 6 12345678", [(P, "+31 6 12345678")]),
    ("+31 (0)6 12 34 56 78", [(P, "+31 (0)6 12 34 56 78")]),
    ("0031-6-12345678", [(P, "0031-6-12345678")]),
    ("(010) 412 34 56", [(P, "(010) 412 34 56")]),
    ("010-4123456/06-12345678", [(P, "010-4123456"), (P, "06-12345678")]),
    ("Klantenservice 0900-1234", [(P, "0900-1234")]),
    ("London +44 20 7946 0958", [(P, "+44 20 7946 0958")]),
    ("Berlin +49 30 23125000", [(P, "+49 30 23125000")]),
    ("Bruxelles +32 2 555 12 12, Paris 01 44 55 66 77", [(P, "+32 2 555 12 12"), (P, "01 44 55 66 77")]),
    ("Call (212) 736-5000 or 212-736-5000", [(P, "(212) 736-5000"), (P, "212-736-5000")]),
    ("Call me at 555-123-4567 x89", [(P, "555-123-4567")]),
    ("06\u201112\u201134\u201156\u201178", [(P, "06\u201112\u201134\u201156\u201178")]),
    ("\u202a+31\xa06\u200b12345678\u202c", [(P, "+31\xa06\u200b12345678")]),
    ("Jan\t0612345678\tUtrecht", [(P, "0612345678")]),
    ("2024-0012 06-12345678 2 personen", [(P, "06-12345678")]),
    # accounts and cards
    ("IBAN NL91 ABNA 0417 1643 00 t.n.v.", [(I, "NL91 ABNA 0417 1643 00")]),
    ("nl91abna0417164300", [(I, "nl91abna0417164300")]),
    ("NL91\xa0ABNA\xa00417\xa01643\xa000 2024", [(I, "NL91\xa0ABNA\xa00417\xa01643\xa000")]),
    ("NL91\u200bABNA\u20110417\u20111643\u201100", [(I, "NL91\u200bABNA\u20110417\u20111643\u201100")]),
    ("DE44 5001 0517 5407 3249 31", [(I, "DE44 5001 0517 5407 3249 31")]),
    ("BE71 0961 2345 6769 en GB82 WEST 1234 5698 7654 32", [(I, "BE71 0961 2345 6769"), (I, "GB82 WEST 1234 5698 7654 32")]),
    ("kaart 4111 1111 1111 1111 123", [(C, "4111 1111 1111 1111")]),
    ("5500-0000-0000-0004", [(C, "5500-0000-0000-0004")]),
    ("Amex 3400 000000 00009", [(C, "3400 000000 00009")]),
    ("6759649826438453 is mijn Maestro kaart", [(C, "6759649826438453")]),
    # Dutch numbers
    ("Mijn BSN is 123456782", [(B, "123456782")]),
    ("burgerservicenummer: 1234.56.782", [(B, "1234.56.782")]),
    ("1234.56.782", [(B, "1234.56.782")]),
    ("BSN 123\u200b456\u200b782", [(B, "123\u200b456\u200b782")]),
    ("KvK 12345678, Utrecht", [(K, "12345678")]),
    ("Kamer van Koophandel nr. 1234 5678", [(K, "1234 5678")]),
    ("btw NL123456782B01", [(V, "NL123456782B01")]),
    ("BTW-id: NL 1234.56.782.B.01", [(V, "NL 1234.56.782.B.01")]),
    ("NL000099998B57", [(V, "NL000099998B57")]),
    ("Kerkstraat 12-a, 1234 AB Utrecht", [(Z, "Kerkstraat 12-a, 1234 AB")]),
    ("Woont op Laan van Meerdervoort 1012\n2563 AA Den Haag", [(Z, "Laan van Meerdervoort 1012\n2563 AA")]),
    ("1012AB 12", [(Z, "1012AB 12")]),
    ("3511 LX Utrecht", [(Z, "3511 LX")]),
    ("Jan\t3511 LX\tUtrecht", [(Z, "3511 LX")]),
    ("Kerkstr. 12 III, 1234AB Amsterdam", [(Z, "Kerkstr. 12 III, 1234AB")]),
    ("'s-Gravenhekje 1a, 1011 TG", [(Z, "'s-Gravenhekje 1a, 1011 TG")]),
    ("Postcode: 9712 hv", []),
    ("Dorpsstraat 3, 9712hv", [(Z, "Dorpsstraat 3, 9712hv")]),
    # birth
    ("Geboren op 12 maart 1990 te Gouda", [(D, "12 maart 1990")]),
    ("geb. 12-03-1990", [(D, "12-03-1990")]),
    ("Geboortedatum: 1990-03-12", [(D, "1990-03-12")]),
    ("geb. 3 mrt '90", [(D, "3 mrt '90")]),
    ("DOB: 03/15/1989", [(D, "03/15/1989")]),
    ("She was born on March 15, 1989 in Leeds", [(D, "March 15, 1989")]),
    ("date of birth 15th of March 1989", [(D, "15th of March 1989")]),
    ("op 12-03-1990 geboren", [(D, "12-03-1990")]),
    # networks
    ("Zie https://www.studio.example/agenda?x=1.", [(U, "https://www.studio.example/agenda?x=1")]),
    ("(www.studio.example/a_(b))", [(U, "www.studio.example/a_(b)")]),
    ("kijk op studio.example/agenda voor meer", [(U, "studio.example/agenda")]),
    ("http://s.example/?m=jan@x.example", [(U, "http://s.example/?m=jan@x.example"), (E, "jan@x.example")]),
    ("instagram.com/mila_speelt", [(H, "instagram.com/mila_speelt")]),
    ("https://www.linkedin.com/in/mila-de-vries-123/", [(H, "https://www.linkedin.com/in/mila-de-vries-123/")]),
    ("facebook.com/mila.speelt", [(H, "facebook.com/mila.speelt")]),
    ("Volg me op Insta: @mila.speelt", [(H, "@mila.speelt")]),
    ("@mila@social.example", [(H, "@mila@social.example")]),
    ("van 10.0.0.1 naar [203.0.113.9]", [(N, "10.0.0.1"), (N, "203.0.113.9")]),
    ("2001:db8::8a2e:370:7334", [(N, "2001:db8::8a2e:370:7334")]),
    ("00:1A:2B:3C:4D:5E, 00-1a-2b-3c-4d-5f", [("MAC_ADDRESS", "00:1A:2B:3C:4D:5E"), ("MAC_ADDRESS", "00-1a-2b-3c-4d-5f")]),
    ("001a.2b3c.4d5e", [("MAC_ADDRESS", "001a.2b3c.4d5e")]),
    ("mila apenstaartje studio punt nl", [(E, "mila apenstaartje studio punt nl")]),
    ("mila (at) studio (dot) nl of mila[at]studio.nl", [(E, "mila (at) studio (dot) nl"), (E, "mila[at]studio.nl")]),
    ("host 2001:0db8:0000:0000:0000:ff00:0042:8329.", [(N, "2001:0db8:0000:0000:0000:ff00:0042:8329")]),
]

FOUND += [
    # as it is written where it is written
    (
        "\uff10\uff16\uff0d\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18",
        [(P, "\uff10\uff16\uff0d\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18")],
    ),
    ("mila\u200b@stu\u00addio.example!", [(E, "mila\u200b@stu\u00addio.example")]),
    (
        "BS\u200bN \u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0662",
        [(B, "\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0662")],
    ),
    ("Je kunt me bereiken op 06-1234\n5678 of per post", [(P, "06-1234\n5678")]),
    ("> in de avonduren ben ik thuis en dan ook goed bereikbaar: 06 12 34\n> 56 78.", [(P, "06 12 34\n> 56 78")]),
    ("bel 06-12345678\n12 personen", [(P, "06-12345678")]),
    ("IBAN NL91 ABNA 0417\n1643 00 graag", [(I, "NL91 ABNA 0417\n1643 00")]),
    # said aloud
    (
        "bel nul zes, twaalf, vierendertig, zesenvijftig, achtenzeventig.",
        [(P, "nul zes, twaalf, vierendertig, zesenvijftig, achtenzeventig")],
    ),
    (
        "plus drie één zes twaalf vierendertig zesenvijftig achtenzeventig",
        [(P, "plus drie één zes twaalf vierendertig zesenvijftig achtenzeventig")],
    ),
    ("it's oh six, double two, one three, four five, six seven", [(P, "oh six, double two, one three, four five, six seven")]),
    ("nul zes tweeëntwintig negenennegentig tien elf", [(P, "nul zes tweeëntwintig negenennegentig tien elf")]),
    ("mijn bsn is een twee drie vier vijf zes zeven acht twee", [(B, "een twee drie vier vijf zes zeven acht twee")]),
    # registers and papers
    ("Het RSIN is 123456782.", [("NL_RSIN", "123456782")]),
    ("BIC ABNANL2A; swift RABONL2UXXX", [("BIC_CODE", "ABNANL2A"), ("BIC_CODE", "RABONL2UXXX")]),
    ("USt-IdNr. DE 136 695 976", [("EU_VAT", "DE 136 695 976")]),
    ("btw BE0428759497, TVA FR40303265045", [("EU_VAT", "BE0428759497"), ("EU_VAT", "FR40303265045")]),
    ("rekeningnummer 12.34.56.789", [("BANK_ACCOUNT", "12.34.56.789")]),
    ("Kenteken GB001B of nt-57-xk", [("NL_LICENSE_PLATE", "GB001B")]),
    ("Mijn auto, 12-NBD-3, staat fout", [("NL_LICENSE_PLATE", "12-NBD-3")]),
    ("paspoortnummer NXB4R7K23", [("IDENTITY_DOCUMENT", "NXB4R7K23")]),
    ("Rijbewijs: 5123456789", [("DRIVING_LICENCE", "5123456789")]),
    ("V-nummer 123.456.7890", [("NL_V_NUMBER", "123.456.7890")]),
    # other countries
    ("rijksregisternummer 85.07.30-033.28", [("BE_NATIONAL_NUMBER", "85.07.30-033.28")]),
    ("Steuer-ID 86 095 742 719", [("DE_TAX_ID", "86 095 742 719")]),
    ("PESEL 44051401359", [("PL_PESEL", "44051401359")]),
    ("NIR 1 85 05 78 006 084 91", [("FR_NIR", "1 85 05 78 006 084 91")]),
    ("NI number AB 12 34 56 C", [("UK_NINO", "AB 12 34 56 C")]),
    ("NHS number 943 476 5919", [("UK_NHS", "943 476 5919")]),
    ("DNI 12345678Z, NIE X1234567L", [("ES_NIF", "12345678Z"), ("ES_NIE", "X1234567L")]),
    ("codice fiscale RSSMRA85T10A562S", [("IT_FISCAL_CODE", "RSSMRA85T10A562S")]),
    ("SSN 536-90-4399, ITIN 912-70-1234", [("US_SSN", "536-90-4399"), ("US_ITIN", "912-70-1234")]),
    ("Lindenallee 12, 10115 Berlin", [(L, "Lindenallee 12, 10115 Berlin")]),
    ("Rue de la Loi 16, 1000 Bruxelles", [(L, "Rue de la Loi 16, 1000 Bruxelles")]),
    ("12 rue de la Paix, 75002 Paris", [(L, "12 rue de la Paix, 75002 Paris")]),
    ("Kerkstraat 12, Utrecht", [(L, "Kerkstraat 12")]),
    ("Op Kerkstraat 12a is het", [(L, "Kerkstraat 12a")]),
    ("We wonen op kerkstraat 12 hs", [(L, "kerkstraat 12 hs")]),
    ("1e Jan van der Heijdenstraat 45-2", [(L, "1e Jan van der Heijdenstraat 45-2")]),
    ("'s-Gravelandseweg 10, Hilversum", [(L, "'s-Gravelandseweg 10")]),
    ("KERKSTRAAT 12-III", [(L, "KERKSTRAAT 12-III")]),
    ("Burg. Reigerstr. nr. 9", [(L, "Burg. Reigerstr. nr. 9")]),
    ("Adres: Singel 5", [(L, "Singel 5")]),
    ("adres: Molendijk 12 A", [(L, "Molendijk 12 A")]),
    ("10 Downing Street, London SW1A 2AA", [(L, "10 Downing Street, London SW1A 2AA")]),
    ("to 123 Main St, Springfield, IL 62704", [(L, "123 Main St, Springfield, IL 62704")]),
    # hints
    ("Mijn dochter heeft een notenallergie", [("HEALTH", "notenallergie")]),
    ("Ik ben lid van de vakbond", [("TRADE_UNION", "vakbond")]),
    ("She is Jewish and does not work on Saturdays", [("RELIGION", "Jewish")]),
]


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[text[:24] for text, _ in FOUND])
def test_found(seen, text, expected):
    assert seen(text) == expected


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[text[:24] for text, _ in FOUND])
def test_found_beside_other_scripts_and_at_any_offset(seen, text, expected):
    assert seen(f"日本語 🎭 é\ud800\x00\n\n{text}\n\nПривет") == expected


NOTHING = [
    "Bestelnummer 123456782",
    "order 2024-00123, factuur 20240312",
    "Ordernummer: 0612345678",
    "Prijs 12.345,67 of 1.234.567,89 euro",
    "van 12-03-2024 tot 14-03-2024, 19:30:00 tot 21:45:00",
    "2024-03-12 12:30:45",
    "Cursuscode 2024 IM en 1500 EUR",
    "versie 1.2.3.4",
    "v2026.2.9 en 10.0.19041.1234",
    "999.1.1.1 en 1.2.3 en 1.2.3.4.5",
    "ISBN 978-3-16-148410-0",
    "Trace id 550e8400-e29b-41d4-a716-446655440000",
    "Part number: 555-123-4567-A",
    "Numbers 111222333444 are identifiers",
    "@media (max-width: 600px) { color: red }",
    "@dataclass\nclass Les: pass",
    "@property def instagram(self)",
    "not-an-email@ and @alone",
    "std::vector<int> a::b",
    "gisteren.De volgende les",
    "bel 0612345 of lidnr. 1234567, kenmerk 061234567890",
    "KvK wordt gebeld in 2024",
    "1234 SS Nergens",
    "1080px 2000kb 1500ml 2024is",
    "Anna is geboren. We vieren feest. De les is op 12-03-2024.",
    "geboren op 31-02-1990",
    "gebouw 12-03-1990",
    "de 06 van 1234",
    "+31",
    "Openingstijden 0900-1700 uur",
    "De weg 3 keer vragen; onderweg 2 koffie, op straat 5 mensen",
    "Kerkstraat 20:30, Kerkstraat 12 maart, Kerkstraat 12-03-2026, Kerkstraat 1.250",
    "mijn iPad 3, zie Markt 3 en Park 12, afslag Molendijk 12",
    "2500 GB opslag en les 2024 XL",
    "Kom je om 8 uur? 1012 AM is de code.",
    "00:00:00:00:00:00",
    "zaal 12-NBD-3, cursus XK-204-B",
    "paspoort nodig bij reis 20240312",
    "SSN 000-12-3456, 666-12-3456, 900-10-1234",
    "NHS number 943 476 5918",
    "PESEL 44051401358",
    "codice fiscale RSSMRA85T10A562T",
    "DNI 12345678A",
    "een twee drie vier vijf zes zeven acht negen tien",
    "count from one to nine: one two three four five six seven eight nine",
    "De voorstelling gaat over diabetes",
    "Heb je allergieën of medische bijzonderheden?",
    "Tot en met 12\n34 56 78 90 12 op rij",
    "In 2024 Werd de zaal verbouwd; rij 1012 Am einde",
    "swift en soepel, programma THEATERS",
]


@pytest.mark.parametrize("text", NOTHING, ids=[text[:24] for text in NOTHING])
def test_not_found(seen, text):
    assert seen(text) == []


CLEAN = [
    "Het formaat van de factuur: urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0.",
    "Pannenkoeken: 250 g bloem, 500 ml melk, 2 eieren. Bak ze in 20 minuten op 180 graden; 4 personen.",
    "Cursus 2025-I: 10 lessen à 2,5 uur, 245,00 euro. Start 14-10-2025 om 19.30 uur in zaal 3, eerste verdieping.",
    "Factuur 2024-00317 d.d. 12-03-2024, ordernummer 100200300, artikel 4005900. Totaal EUR 1.245,50 incl. 21% btw.",
    "Week 47: oefening 1 t/m 12. Pagina 120-135. Maximaal 16 deelnemers, minimaal 8. Zie hoofdstuk 3.2.1.",
    "De voorstelling duurt 75 minuten. Kaarten 12,50; CJP 10,00. Zaal open 19:45. Rij 12, stoel 4 tot en met 18.",
    "Release 2026.2.9 lost 3 fouten op. Zie ticket 48213 en build 20260229.1. Tijd: 12:30:45.",
]


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_stays_clean(seen, text):
    assert seen(text) == []
