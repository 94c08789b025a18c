### The words of lists: what sorts of record, organisation, resource and statement there are.

kind-agent = Organisation oder Person
kind-listing = Verzeichniseintrag
kind-resource = Ressource
kind-contribution = Beitrag
kind-attestation = Erklärung
kind-motion = Antrag unter Mitgliedern
kind-licence = eigene Bedingungen
kind-agreement = Vereinbarung
kind-reuse = Weiterverwendung
kind-term = Glossareintrag

agent-kind-person = Person
agent-kind-informal-collective = Kollektiv ohne Rechtsform
agent-kind-worker-coop = Produktivgenossenschaft (gehört der Belegschaft)
agent-kind-multi-stakeholder-coop = Multi-Stakeholder-Genossenschaft
agent-kind-consumer-coop = Konsumgenossenschaft
agent-kind-producer-coop = Produzentengenossenschaft
agent-kind-employee-trust = Betrieb, der treuhänderisch für die Belegschaft gehalten wird
agent-kind-nonprofit = gemeinnützige Organisation
agent-kind-union = Gewerkschaft
agent-kind-public-body = öffentliche Stelle
agent-kind-education = Schule oder Hochschule
agent-kind-company = Unternehmen, das nicht den dort Arbeitenden gehört

resource-type-guide = Anleitung
resource-type-handbook = Handbuch
resource-type-course = Kurs
resource-type-software = Software
resource-type-hardware = Hardware
resource-type-design = Entwurf
resource-type-data = Daten
resource-type-book = Buch
resource-type-article = Artikel
resource-type-report = Bericht
resource-type-recipe = Rezept
resource-type-template = Vorlage
resource-type-media = Medien
resource-type-image = Bild
resource-type-audio = Tonaufnahme
resource-type-video = Video
resource-type-website = Website
resource-type-glossary = Glossar
resource-type-good-practice = gute Praxis
resource-type-challenge = Herausforderung
resource-type-overcome-problem = überwundenes Problem
resource-type-tool = Werkzeug
resource-type-space = Raum
resource-type-service-offered = angebotener Dienst
resource-type-need = Bedarf

scope-local = die Nachbarschaft
scope-city = die Stadt
scope-region = die Region
scope-country = das Land
scope-world = die Welt

track-livelihood = bezahlt
track-love = freiwillig gegeben
track-care = Sorgearbeit

payment-paid = bezahlt
payment-donated = freiwillig gegeben
payment-mixed = teils bezahlt, teils freiwillig gegeben

statement-introduces = empfiehlt
statement-confirms = bestätigt
statement-acknowledges = erkennt an
statement-questions = stellt in Frage
statement-replies = antwortet
statement-asks-removal = bittet um Entfernung
statement-claims = sagt: das beschreibt uns
statement-same-as = sagt: das ist dasselbe
