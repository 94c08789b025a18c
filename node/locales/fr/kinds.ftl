### The words of lists: what sorts of record, organisation, resource and statement there are.

kind-agent = organisation ou personne
kind-listing = fiche d’annuaire
kind-resource = ressource
kind-contribution = contribution
kind-attestation = déclaration
kind-motion = proposition entre membres
kind-licence = conditions propres
kind-agreement = accord
kind-reuse = réutilisation
kind-term = entrée de glossaire

agent-kind-person = personne
agent-kind-informal-collective = collectif informel
agent-kind-worker-coop = coopérative de travail (Scop)
agent-kind-multi-stakeholder-coop = coopérative multisociétaire (Scic)
agent-kind-consumer-coop = coopérative de consommation
agent-kind-producer-coop = coopérative de producteurs et productrices
agent-kind-employee-trust = entreprise détenue par une fiducie pour ses salarié·es
agent-kind-nonprofit = association ou autre organisme sans but lucratif
agent-kind-union = syndicat
agent-kind-public-body = organisme public
agent-kind-education = école ou université
agent-kind-company = entreprise détenue par d’autres que ses travailleurs et travailleuses

resource-type-guide = guide
resource-type-handbook = manuel
resource-type-course = cours
resource-type-software = logiciel
resource-type-hardware = matériel
resource-type-design = plan ou modèle
resource-type-data = données
resource-type-book = livre
resource-type-article = article
resource-type-report = rapport
resource-type-recipe = recette
resource-type-template = document type
resource-type-media = média
resource-type-image = image
resource-type-audio = enregistrement sonore
resource-type-video = vidéo
resource-type-website = site web
resource-type-glossary = glossaire
resource-type-good-practice = bonne pratique
resource-type-challenge = défi
resource-type-overcome-problem = problème surmonté
resource-type-tool = outil
resource-type-space = local
resource-type-service-offered = service proposé
resource-type-need = besoin

scope-local = le quartier
scope-city = la ville
scope-region = la région
scope-country = le pays
scope-world = le monde

track-livelihood = rémunéré
track-love = offert
track-care = soin aux autres

payment-paid = rémunéré
payment-donated = offert
payment-mixed = en partie rémunéré, en partie offert

statement-introduces = recommande
statement-confirms = confirme
statement-acknowledges = reconnaît
statement-questions = met en question
statement-replies = répond
statement-asks-removal = demande le retrait
statement-claims = dit : cela nous décrit
statement-same-as = dit : c’est la même chose
