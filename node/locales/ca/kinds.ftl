### The words of lists: what sorts of record, organisation, resource and statement there are.

kind-agent = organització o persona
kind-listing = fitxa de directori
kind-resource = recurs
kind-contribution = contribució
kind-attestation = declaració
kind-motion = proposta entre sòcies i socis
kind-licence = condicions pròpies
kind-agreement = acord
kind-reuse = reutilització
kind-term = entrada de glossari

agent-kind-person = persona
agent-kind-informal-collective = col·lectiu informal
agent-kind-worker-coop = cooperativa de treball
agent-kind-multi-stakeholder-coop = cooperativa amb diversos tipus de sòcies i socis
agent-kind-consumer-coop = cooperativa de consum
agent-kind-producer-coop = cooperativa de productors
agent-kind-employee-trust = empresa en fideïcomís per a les seves treballadores i treballadors
agent-kind-nonprofit = entitat sense ànim de lucre
agent-kind-union = sindicat
agent-kind-public-body = administració pública
agent-kind-education = escola o universitat
agent-kind-company = empresa que no és de qui hi treballa

resource-type-guide = guia
resource-type-handbook = manual
resource-type-course = curs
resource-type-software = programari
resource-type-hardware = maquinari
resource-type-design = disseny
resource-type-data = dades
resource-type-book = llibre
resource-type-article = article
resource-type-report = informe
resource-type-recipe = recepta
resource-type-template = plantilla
resource-type-media = material audiovisual
resource-type-image = imatge
resource-type-audio = enregistrament d’àudio
resource-type-video = vídeo
resource-type-website = lloc web
resource-type-glossary = glossari
resource-type-good-practice = bona pràctica
resource-type-challenge = repte
resource-type-overcome-problem = problema superat
resource-type-tool = eina
resource-type-space = espai
resource-type-service-offered = servei que s’ofereix
resource-type-need = necessitat

scope-local = el barri
scope-city = la ciutat
scope-region = la regió
scope-country = el país
scope-world = el món

track-livelihood = pagat
track-love = aportat lliurement
track-care = cures

payment-paid = pagat
payment-donated = aportat lliurement
payment-mixed = en part pagat, en part aportat lliurement

statement-introduces = presenta
statement-confirms = confirma
statement-acknowledges = reconeix
statement-questions = qüestiona
statement-replies = respon
statement-asks-removal = demana que es retiri
statement-claims = diu: això ens descriu
statement-same-as = diu: això és el mateix
