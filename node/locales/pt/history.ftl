### How a record came to be, what was contributed to it over time, and asking that it goes.

history-title = Histórico
history-about = Todas as mudanças desta ficha, a última primeiro. Mudar não retira o que ali estava antes. Só há data onde quem escreveu a diz: um nó sabe em que ordem as mudanças se apoiam umas nas outras, não quando foram feitas.
history-conflict = Valores colocados ao mesmo tempo, e ainda não resolvidos:
# $day: the day on which a change says it was written
history-claimed = em { $day }, segundo quem mudou
history-adopted = Readmitida por um membro.
history-does-not-count = Não conta:
history-proposed = proposto, sem o acordo de membros suficientes
# $count (Number): how many more things a change did
history-and-more = e mais { $count }

# What a change did to a field.
history-did-set = coloca
history-did-cleared = deixa o campo vazio
history-did-worded = redige de novo
history-did-added = acrescenta
history-did-removed = retira
history-did-approved = concorda
history-did-objected = faz uma objeção
history-did-withdrew-objection = retira uma objeção
history-did-adopted = readmite uma mudança

# Why a change does not count.
history-why-not-set-aside = com um cartão de recuperação, ficou sem efeito a decisão em que esta mudança se apoia
history-why-not-contested = há desacordo entre membros sobre quem pode assinar, e esta mudança se apoia em uma das duas decisões
history-why-not-list-missing = a chave que a assinou foi retirada, e a lista do que continua contando ainda não está aqui
history-why-not-key-removed = a chave que a assinou foi retirada, e os membros que fizeram isso não puseram esta mudança na lista
history-why-not-not-known = aqui não se sabe quem podia assiná-la

series-to = Contribuições que recebeu
series-of = Contribuições que fez
series-when = Quando
series-no-time = sem dizer quando
series-not-said = não dito
series-more = Há mais do que as contadas aqui.
# $count of $all (Numbers): how many contributions are acknowledged
series-acknowledged = Reconhecidas: { $count } de { $all }

# What can be done on the page of a record.
record-acts = O que você pode fazer
record-edit = Mudar
record-contribute = Contribuí para isto

report-title = Denunciar
report-about = Há aqui algo que não deveria estar: dados de alguém, um insulto, uma obra de outras pessoas? Quem cuida deste nó lê a denúncia, e pode deixar de mostrar a ficha aqui ou falar com quem a mantém. Você não precisa de conta.
report-what = Do que se trata?
report-what-hint = O endereço da página, ou o identificador.
report-why = Por que deveria ser removido?
report-contact = Como entrar em contato com você
report-contact-hint = Só se você quiser. Só quem cuida deste nó vê.
report-send = Enviar
report-kept = A sua denúncia foi guardada
report-kept-about = Quem cuida deste nó vai responder. Com este código, e só com ele, você pode ler a resposta:
report-kept-once = Ele só é mostrado desta vez: anote.
report-back = Voltar à ficha
report-answer-title = O que foi feito de uma denúncia
report-code = O código da sua denúncia
report-look = Ver
# $day: when the report was made
report-of-day = Denúncia feita em { $day }:
report-passed-on = O pedido foi feito também a quem mantém a ficha.

# What became of a report.
report-state-open = espera uma resposta
report-state-refused = a ficha fica
report-state-settled = está resolvida
report-state-withheld = este nó não mostra mais a ficha
report-state-shown-again = este nó tinha deixado de mostrar a ficha, e voltou a mostrá-la
report-state-hidden = quem mantém a ficha a ocultou
report-state-gone = a ficha foi apagada para sempre
