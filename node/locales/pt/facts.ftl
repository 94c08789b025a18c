### Facts about whoever asks: as questions, by name, and on whose word.

question-kind = Quem são vocês?
question-purpose = Alguém vai pagar, ou ganhar dinheiro com isso?
question-worker-owned = A organização é das pessoas que trabalham nela?
question-all-workers-are-owners = Todas as pessoas que trabalham lá são também donas?
question-equal-votes-or-shares = Cada dono ou dona tem voto igual ou parte igual?
question-non-member-employees = Pessoas que não são membros trabalham lá por salário?
question-privately-owned = Ela é de outras pessoas, que não trabalham nela, e é dirigida por elas?
question-engages-freelancers = Autônomos trabalham para ela?
question-social-economy = Ela conta como economia social segundo a sua lei?
question-workers-are-employees = Quem trabalha nela é seu empregado?
question-unanimous-community-set-aside = Todos os donos-trabalhadores concordaram em reservar uma parte fixa da sobra para projetos comunitários?
question-non-members-set-own-pay = As pessoas que não são membros definem o preço do próprio trabalho?
question-contributor = Vocês contribuíram para esta obra?
question-surplus = Quem fica com o dinheiro que sobra no fim do ano?
question-fields = Vocês são das forças armadas ou da polícia, ou trabalham para elas?

purpose-unsure = ainda não se sabe
purpose-commercial = sim
purpose-non-commercial = não

act-use = ler, executar, trabalhar com ela
act-copy = copiar
act-adapt = mudar ou traduzir
act-distribute = passar adiante, publicar
act-network-service = oferecer pela rede
act-sublicense = dar direitos sobre isso a outras pessoas

fact-kind = que tipo de organização
fact-worker-owned = é de quem trabalha nela
fact-all-workers-are-owners = todas as pessoas que trabalham lá são donas
fact-equal-votes-or-shares = votos ou partes iguais
fact-non-member-employees = empregados que não são membros
fact-privately-owned = é de outras pessoas, que não trabalham nela e a dirigem
fact-engages-freelancers = contrata autônomos
fact-social-economy = economia social
fact-workers-are-employees = quem trabalha nela é empregado
fact-unanimous-community-set-aside = parte fixa para projetos comunitários, por unanimidade
fact-non-members-set-own-pay = quem não é membro define o preço do próprio trabalho
fact-contributor = contribuiu para a obra
fact-surplus = quem fica com o que sobra
fact-fields = forças armadas ou polícia
fact-purpose = se alguém paga

surplus-distributed-to-worker-owners = é tudo repartido entre quem trabalha lá e é dono
surplus-indivisible-reserve = fica numa reserva que ninguém pode repartir
surplus-community-purpose = vai para uma finalidade fora da organização
surplus-distributed-to-members = vai para membros que não trabalham lá, ou nem todos
surplus-distributed-to-investors = vai para investidores
surplus-mixed = um pouco de cada: por exemplo, uma reserva e uma parte para quem trabalha
surplus-none = não sobra nada

user-field-none = nenhuma das duas
user-field-military = forças armadas
user-field-police = polícia

basis-given = segundo a resposta à pergunta
basis-self-declared = dizem eles mesmos
basis-confirmed = confirmado por outras pessoas
basis-implied-by-kind = deduzido do tipo de organização, já que nada mais foi dito
basis-not-said = não disseram

doing-copies = se é copiada
doing-adapts = se é mudada
doing-conveys = se cópias são passadas adiante
doing-serves = se é oferecida na rede
doing-shares = se outras pessoas a recebem ou usam
doing-sublicenses = se são dados a outras pessoas direitos sobre ela
