### The words of lists: what sorts of record, organisation, resource and statement there are.

kind-agent = organização ou pessoa
kind-listing = ficha de diretório
kind-resource = recurso
kind-contribution = contribuição
kind-attestation = declaração
kind-motion = proposta entre membros
kind-licence = condições próprias
kind-agreement = acordo
kind-reuse = reutilização
kind-term = verbete de glossário

agent-kind-person = pessoa
agent-kind-informal-collective = coletivo informal
agent-kind-worker-coop = cooperativa de trabalho
agent-kind-multi-stakeholder-coop = cooperativa com vários tipos de membros
agent-kind-consumer-coop = cooperativa de consumo
agent-kind-producer-coop = cooperativa de produtores
agent-kind-employee-trust = empresa mantida em fideicomisso para quem nela trabalha
agent-kind-nonprofit = organização sem fins lucrativos
agent-kind-union = sindicato
agent-kind-public-body = órgão público
agent-kind-education = escola ou universidade
agent-kind-company = empresa que não é de quem nela trabalha

resource-type-guide = guia
resource-type-handbook = manual
resource-type-course = curso
resource-type-software = programa de computador
resource-type-hardware = hardware
resource-type-design = projeto
resource-type-data = dados
resource-type-book = livro
resource-type-article = artigo
resource-type-report = relatório
resource-type-recipe = receita
resource-type-template = modelo
resource-type-media = mídia
resource-type-image = imagem
resource-type-audio = gravação de áudio
resource-type-video = vídeo
resource-type-website = site
resource-type-glossary = glossário
resource-type-good-practice = boa prática
resource-type-challenge = desafio
resource-type-overcome-problem = problema superado
resource-type-tool = ferramenta
resource-type-space = espaço
resource-type-service-offered = serviço oferecido
resource-type-need = necessidade

scope-local = o bairro
scope-city = a cidade
scope-region = a região
scope-country = o país
scope-world = o mundo

track-livelihood = pago
track-love = doado
track-care = cuidado

payment-paid = pago
payment-donated = doado
payment-mixed = em parte pago, em parte doado

statement-introduces = apresenta
statement-confirms = confirma
statement-acknowledges = reconhece
statement-questions = questiona
statement-replies = responde
statement-asks-removal = pede a remoção
statement-claims = diz: isto nos descreve
statement-same-as = diz: isto é o mesmo
