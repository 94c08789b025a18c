### What could not be shown. What exactly is wrong follows in English.

refusal-title = Não funcionou

refusal-usage = Não é possível perguntar assim
refusal-invalid = O que foi informado não é válido
refusal-not-found = Não está aqui
refusal-locked = As chaves de assinatura estão bloqueadas
refusal-in-use = Em uso
refusal-config = Uma configuração ou um arquivo do nó não está certo
refusal-network = Não é possível alcançar os outros nós
refusal-internal = Uma falha do nó

refusal-next-usage = Volte e pergunte de outra maneira, ou comece de novo pela primeira página.
refusal-next-invalid = Volte, corrija e tente de novo.
refusal-next-not-found = Veja se o endereço está completo, ou busque o que você precisa. Talvez tenha sido apagado, ou ainda não tenha chegado a este nó.
refusal-next-locked = Quem cuida deste nó precisa desbloqueá-lo.
refusal-next-in-use = Espere um momento e tente de novo.
refusal-next-config = Avise quem cuida deste nó.
refusal-next-network = Tente mais tarde. Se continuar assim, avise quem cuida deste nó.
refusal-next-internal = Tente de novo. Se continuar assim, envie a quem cuida deste nó o que está escrito aqui.
# Above a form that was refused.
refusal-next-form = O que vocês escreveram continua aqui: corrijam e enviem de novo.
