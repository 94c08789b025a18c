### Facts about whoever asks: as questions, by name, and on whose word.

question-kind = Who are you?
question-purpose = Will anyone pay, or make money from it?
question-worker-owned = Do the people who work in it own the organisation?
question-all-workers-are-owners = Is everyone who works there also an owner?
question-equal-votes-or-shares = Does each owner have an equal vote or an equal share?
question-non-member-employees = Do people who are not members work there for wages?
question-privately-owned = Do others than its workers own and run it?
question-engages-freelancers = Do freelancers or sole traders work for it?
question-social-economy = Does it count as social economy under your law?
question-workers-are-employees = Are those who work there its employees?
question-unanimous-community-set-aside = Have all worker-owners agreed to set a fixed part of the surplus aside for community projects?
question-non-members-set-own-pay = Do people who are not members set the price of their own work?
question-contributor = Have you contributed to this work?
question-surplus = Who keeps the money that is left at the end of the year?
question-fields = Are you, or do you work for, the military or the police?

purpose-unsure = not sure
purpose-commercial = yes
purpose-non-commercial = no

act-use = read it, run it, work with it
act-copy = copy it
act-adapt = change or translate it
act-distribute = pass it on, publish it
act-network-service = offer it over a network
act-sublicense = grant others rights in it

fact-kind = what sort of organisation
fact-worker-owned = owned by its workers
fact-all-workers-are-owners = all who work there are owners
fact-equal-votes-or-shares = equal votes or shares
fact-non-member-employees = employees who are not members
fact-privately-owned = owned and run by others than its workers
fact-engages-freelancers = engages freelancers
fact-social-economy = social economy
fact-workers-are-employees = workers are employees
fact-unanimous-community-set-aside = fixed part set aside for community projects, by all
fact-non-members-set-own-pay = non-members set the price of their work
fact-contributor = has contributed to the work
fact-surplus = who keeps what is left
fact-fields = military or police
fact-purpose = whether anyone pays

surplus-distributed-to-worker-owners = those who work there and own it share it all
surplus-indivisible-reserve = it stays in a reserve that nobody may share out
surplus-community-purpose = it goes to a purpose outside the organisation
surplus-distributed-to-members = it goes to members who are not, or not all, workers
surplus-distributed-to-investors = it goes to investors
surplus-mixed = some of this, some of that: a reserve and a share for the workers, say
surplus-none = nothing is left

user-field-none = neither
user-field-military = military
user-field-police = police

basis-given = said with the question
basis-self-declared = they say so themselves
basis-confirmed = confirmed by others
basis-implied-by-kind = taken from their kind, since nothing else was said
basis-not-said = they have not said

# What is done with a work, as conditions ask it; such as “whether it is changed: yes”.
doing-copies = whether copies are made
doing-adapts = whether it is changed
doing-conveys = whether copies are passed on
doing-serves = whether it is offered over a network
doing-shares = whether others get it or use it
doing-sublicenses = whether others are granted rights in it
