### The words of lists: what sorts of record, organisation, resource and statement there are.

kind-agent = organizzazione o persona
kind-listing = voce di elenco
kind-resource = risorsa
kind-contribution = contributo
kind-attestation = dichiarazione
kind-motion = proposta tra i membri
kind-licence = condizioni proprie
kind-agreement = accordo
kind-reuse = riuso
kind-term = voce di glossario

agent-kind-person = persona
agent-kind-informal-collective = collettivo informale
agent-kind-worker-coop = cooperativa di lavoro
agent-kind-multi-stakeholder-coop = cooperativa con più categorie di soci
agent-kind-consumer-coop = cooperativa di consumo
agent-kind-producer-coop = cooperativa di produttori
agent-kind-employee-trust = impresa tenuta in trust per chi ci lavora
agent-kind-nonprofit = organizzazione senza scopo di lucro
agent-kind-union = sindacato
agent-kind-public-body = ente pubblico
agent-kind-education = scuola o università
agent-kind-company = impresa che non è di chi ci lavora

resource-type-guide = guida
resource-type-handbook = manuale
resource-type-course = corso
resource-type-software = software
resource-type-hardware = hardware
resource-type-design = progetto
resource-type-data = dati
resource-type-book = libro
resource-type-article = articolo
resource-type-report = rapporto
resource-type-recipe = ricetta
resource-type-template = modello
resource-type-media = materiale audiovisivo
resource-type-image = immagine
resource-type-audio = registrazione audio
resource-type-video = video
resource-type-website = sito web
resource-type-glossary = glossario
resource-type-good-practice = buona pratica
resource-type-challenge = sfida
resource-type-overcome-problem = problema superato
resource-type-tool = attrezzo
resource-type-space = spazio
resource-type-service-offered = servizio offerto
resource-type-need = bisogno

scope-local = il quartiere
scope-city = la città
scope-region = la regione
scope-country = il paese
scope-world = il mondo

track-livelihood = retribuito
track-love = offerto liberamente
track-care = cura

payment-paid = retribuito
payment-donated = offerto liberamente
payment-mixed = in parte retribuito, in parte offerto liberamente

statement-introduces = presenta
statement-confirms = conferma
statement-acknowledges = riconosce
statement-questions = mette in dubbio
statement-replies = risponde
statement-asks-removal = chiede la rimozione
statement-claims = dice: questo descrive noi
statement-same-as = dice: è la stessa cosa
