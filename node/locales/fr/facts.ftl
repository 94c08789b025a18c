### Facts about whoever asks: as questions, by name, and on whose word.

question-kind = Qui êtes-vous ?
question-purpose = Quelqu’un va-t-il payer, ou en tirer de l’argent ?
question-worker-owned = L’organisation appartient-elle aux personnes qui y travaillent ?
question-all-workers-are-owners = Toutes les personnes qui y travaillent en sont-elles aussi propriétaires ?
question-equal-votes-or-shares = Les propriétaires ont-ils chacun une voix égale ou une part égale ?
question-non-member-employees = Des personnes qui n’en sont pas membres y travaillent-elles contre salaire ?
question-privately-owned = Appartient-elle à d’autres que ses travailleurs et travailleuses, qui la dirigent ?
question-engages-freelancers = Fait-elle travailler des indépendant·es ?
question-social-economy = Relève-t-elle de l’économie sociale selon votre droit ?
question-workers-are-employees = Les personnes qui y travaillent sont-elles ses salariées ?
question-unanimous-community-set-aside = Les travailleurs et travailleuses propriétaires ont-ils tous décidé de réserver une part fixe de l’excédent à des projets d’intérêt collectif ?
question-non-members-set-own-pay = Les personnes qui ne sont pas membres fixent-elles le prix de leur propre travail ?
question-contributor = Avez-vous contribué à cette œuvre ?
question-surplus = Qui garde l’argent qui reste à la fin de l’année ?
question-fields = Êtes-vous l’armée ou la police, ou travaillez-vous pour elles ?

purpose-unsure = pas encore décidé
purpose-commercial = oui
purpose-non-commercial = non

act-use = la lire, la faire tourner, travailler avec
act-copy = la copier
act-adapt = la modifier ou la traduire
act-distribute = la transmettre, la publier
act-network-service = l’offrir en ligne
act-sublicense = donner à d’autres des droits dessus

fact-kind = type d’organisation
fact-worker-owned = appartient à celles et ceux qui y travaillent
fact-all-workers-are-owners = tous ceux qui y travaillent en sont propriétaires
fact-equal-votes-or-shares = voix ou parts égales
fact-non-member-employees = salarié·es qui ne sont pas membres
fact-privately-owned = appartient à d’autres que celles et ceux qui y travaillent, et ces autres la dirigent
fact-engages-freelancers = fait travailler des indépendant·es
fact-social-economy = économie sociale
fact-workers-are-employees = celles et ceux qui y travaillent en sont salarié·es
fact-unanimous-community-set-aside = part fixe réservée à des projets collectifs, à l’unanimité
fact-non-members-set-own-pay = les non-membres fixent le prix de leur travail
fact-contributor = a contribué à l’œuvre
fact-surplus = qui garde ce qui reste
fact-fields = armée ou police
fact-purpose = si quelqu’un paie

surplus-distributed-to-worker-owners = tout est partagé entre celles et ceux qui y travaillent et la possèdent
surplus-indivisible-reserve = il reste dans une réserve impartageable
surplus-community-purpose = il va à une cause en dehors de l’organisation
surplus-distributed-to-members = il va à des membres qui n’y travaillent pas, ou pas tous
surplus-distributed-to-investors = il va à des investisseurs
surplus-mixed = un peu de chaque : par exemple une réserve et une part pour celles et ceux qui y travaillent
surplus-none = il ne reste rien

user-field-none = ni l’une ni l’autre
user-field-military = armée
user-field-police = police

basis-given = selon la réponse à la question
basis-self-declared = selon leurs propres dires
basis-confirmed = confirmé par d’autres
basis-implied-by-kind = déduit du type d’organisation, faute d’autre indication
basis-not-said = rien n’a été dit

doing-copies = si on la copie
doing-adapts = si on la modifie
doing-conveys = si on en transmet des copies
doing-serves = si on la propose en ligne
doing-shares = si d’autres la reçoivent ou l’utilisent
doing-sublicenses = si on donne à d’autres des droits dessus
