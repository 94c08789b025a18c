### The words of lists: what sorts of record, organisation, resource and statement there are.

kind-agent = organización o persona
kind-listing = ficha de directorio
kind-resource = recurso
kind-contribution = contribución
kind-attestation = declaración
kind-motion = propuesta entre socias y socios
kind-licence = condiciones propias
kind-agreement = acuerdo
kind-reuse = reutilización
kind-term = entrada de glosario

agent-kind-person = persona
agent-kind-informal-collective = colectivo informal
agent-kind-worker-coop = cooperativa de trabajo
agent-kind-multi-stakeholder-coop = cooperativa con varios tipos de socias y socios
agent-kind-consumer-coop = cooperativa de consumo
agent-kind-producer-coop = cooperativa de productores
agent-kind-employee-trust = empresa en fideicomiso para sus trabajadoras y trabajadores
agent-kind-nonprofit = entidad sin ánimo de lucro
agent-kind-union = sindicato
agent-kind-public-body = administración pública
agent-kind-education = escuela o universidad
agent-kind-company = empresa que no es de quienes trabajan en ella

resource-type-guide = guía
resource-type-handbook = manual
resource-type-course = curso
resource-type-software = programa informático
resource-type-hardware = hardware
resource-type-design = diseño
resource-type-data = datos
resource-type-book = libro
resource-type-article = artículo
resource-type-report = informe
resource-type-recipe = receta
resource-type-template = plantilla
resource-type-media = material audiovisual
resource-type-image = imagen
resource-type-audio = grabación de audio
resource-type-video = vídeo
resource-type-website = sitio web
resource-type-glossary = glosario
resource-type-good-practice = buena práctica
resource-type-challenge = reto
resource-type-overcome-problem = problema superado
resource-type-tool = herramienta
resource-type-space = espacio
resource-type-service-offered = servicio ofrecido
resource-type-need = necesidad

scope-local = el barrio
scope-city = la ciudad
scope-region = la región
scope-country = el país
scope-world = el mundo

track-livelihood = pagado
track-love = aportado libremente
track-care = cuidados

payment-paid = pagado
payment-donated = aportado libremente
payment-mixed = en parte pagado, en parte aportado libremente

statement-introduces = presenta
statement-confirms = confirma
statement-acknowledges = reconoce
statement-questions = cuestiona
statement-replies = responde
statement-asks-removal = pide que se retire
statement-claims = dice: esto nos describe
statement-same-as = dice: esto es lo mismo
