### Facts about whoever asks: as questions, by name, and on whose word.

question-kind = ¿Quién pregunta?
question-purpose = ¿Alguien va a pagar, o a ganar dinero con ello?
question-worker-owned = ¿La organización es de las personas que trabajan en ella?
question-all-workers-are-owners = ¿Todas las personas que trabajan allí son también propietarias?
question-equal-votes-or-shares = ¿Tiene cada propietaria el mismo voto o la misma parte?
question-non-member-employees = ¿Trabajan allí a sueldo personas que no son socias?
question-privately-owned = ¿Es de otras personas que no trabajan en ella, y la dirigen ellas?
question-engages-freelancers = ¿Trabajan para ella personas autónomas?
question-social-economy = ¿Cuenta como economía social según la ley de tu país?
question-workers-are-employees = ¿Quienes trabajan en ella son sus asalariadas?
question-unanimous-community-set-aside = ¿Han acordado todas las socias trabajadoras reservar una parte fija del excedente para proyectos comunitarios?
question-non-members-set-own-pay = ¿Las personas que no son socias fijan el precio de su propio trabajo?
question-contributor = ¿Has contribuido a esta obra?
question-surplus = ¿Quién se queda el dinero que sobra al final del año?
question-fields = ¿Eres del ejército o de la policía, o trabajas para ellos?

purpose-unsure = aún no se sabe
purpose-commercial = sí
purpose-non-commercial = no

act-use = leerla, ejecutarla, trabajar con ella
act-copy = copiarla
act-adapt = cambiarla o traducirla
act-distribute = pasarla a otras personas, publicarla
act-network-service = ofrecerla en la red
act-sublicense = dar derechos sobre ello a otras personas

fact-kind = qué tipo de organización
fact-worker-owned = es de quienes trabajan en ella
fact-all-workers-are-owners = todas las personas que trabajan allí son propietarias
fact-equal-votes-or-shares = votos o partes iguales
fact-non-member-employees = personas asalariadas que no son socias
fact-privately-owned = es de otras personas, que no trabajan en ella y que la dirigen
fact-engages-freelancers = contrata a personas autónomas
fact-social-economy = economía social
fact-workers-are-employees = quienes trabajan en ella son asalariadas
fact-unanimous-community-set-aside = parte fija para proyectos comunitarios, por unanimidad
fact-non-members-set-own-pay = quienes no son socias fijan el precio de su trabajo
fact-contributor = ha contribuido a la obra
fact-surplus = quién se queda lo que sobra
fact-fields = ejército o policía
fact-purpose = si alguien paga

surplus-distributed-to-worker-owners = se reparte todo entre quienes trabajan allí y son sus dueñas y dueños
surplus-indivisible-reserve = queda en una reserva que nadie puede repartir
surplus-community-purpose = va a un fin fuera de la organización
surplus-distributed-to-members = va a socias y socios que no trabajan allí, o no todas y todos
surplus-distributed-to-investors = va a inversores
surplus-mixed = un poco de todo: por ejemplo, una reserva y una parte para quienes trabajan
surplus-none = no sobra nada

user-field-none = ni lo uno ni lo otro
user-field-military = ejército
user-field-police = policía

basis-given = según la respuesta a la pregunta
basis-self-declared = según su propia declaración
basis-confirmed = confirmado por otras
basis-implied-by-kind = deducido del tipo de organización, ya que no se ha dicho otra cosa
basis-not-said = no lo han dicho

doing-copies = si se copia
doing-adapts = si se cambia
doing-conveys = si se entregan copias a otras personas
doing-serves = si se ofrece en la red
doing-shares = si otras personas la reciben o la usan
doing-sublicenses = si se dan a otras personas derechos sobre ella
