### The words of lists: what sorts of record, organisation, resource and statement there are.

kind-agent = organisation or person
kind-listing = listing
kind-resource = resource
kind-contribution = contribution
kind-attestation = statement
kind-motion = proposal among members
kind-licence = own terms
kind-agreement = agreement
kind-reuse = reuse
kind-term = glossary entry

agent-kind-person = person
agent-kind-informal-collective = informal collective
agent-kind-worker-coop = worker co-op
agent-kind-multi-stakeholder-coop = multi-stakeholder co-op
agent-kind-consumer-coop = consumer co-op
agent-kind-producer-coop = producer co-op
agent-kind-employee-trust = business held in trust for its employees
agent-kind-nonprofit = non-profit organisation
agent-kind-union = trade union
agent-kind-public-body = public body
agent-kind-education = school or university
agent-kind-company = company owned by others than its workers

resource-type-guide = guide
resource-type-handbook = handbook
resource-type-course = course
resource-type-software = software
resource-type-hardware = hardware
resource-type-design = design
resource-type-data = data
resource-type-book = book
resource-type-article = article
resource-type-report = report
resource-type-recipe = recipe
resource-type-template = template
resource-type-media = media
resource-type-image = image
resource-type-audio = audio recording
resource-type-video = video
resource-type-website = website
resource-type-glossary = glossary
resource-type-good-practice = good practice
resource-type-challenge = challenge
resource-type-overcome-problem = problem that was overcome
resource-type-tool = tool
resource-type-space = space
resource-type-service-offered = service offered
resource-type-need = need

# For how wide an area a resource is meant.
scope-local = local
scope-city = city
scope-region = region
scope-country = country
scope-world = world

track-livelihood = paid
track-love = freely given
track-care = caring

payment-paid = paid
payment-donated = freely given
payment-mixed = partly paid, partly freely given

# What somebody states about another's record; what it is about stands beside it.
statement-introduces = introduces
statement-confirms = confirms
statement-acknowledges = acknowledges
statement-questions = questions
statement-replies = replies
statement-asks-removal = asks for removal
statement-claims = says: this describes us
statement-same-as = says: this is the same
