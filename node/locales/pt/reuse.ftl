### May we reuse this? The question, and the answer.

reuse-question = Podemos reutilizar isto?
reuse-as-the-node = não dito: quem cuida deste nó
reuse-acts = O que vocês querem fazer com a obra?
reuse-not-said = não dito
reuse-ask = Perguntar

verdict-allowed = Sim.
verdict-allowed-with-duties = Sim, se vocês fizerem algo em troca.
verdict-missing-facts = Depende: contem mais.
verdict-unclear = O texto não é claro: perguntem.
verdict-not-granted = Não com esta licença: peçam permissão.
verdict-forbidden = Não: esta licença exclui isso. Quem a deu pode autorizar mesmo assim.
verdict-unknown = Não conhecemos esta licença.

reuse-alternative = Isso vale se vocês escolherem { $licence }.
reuse-settles = Respondam ao que ainda está em aberto nas perguntas acima e perguntem de novo.
reuse-duties = O que vocês fazem em troca
reuse-why = Por quê: o que diz a licença
reuse-facts = Quem o afirma
reuse-facts-of = Quem o afirma, sobre { $asker }
reuse-confirmed = confirmado por { $by }: { $value }
reuse-denied = negado por { $by }, que diz: { $value }
reuse-no-longer = não mais confirmado por { $by }: { $value }
reuse-notice =
    Esta é uma leitura da licença, não um conselho jurídico: quem decide é o texto da licença. A própria lei pode permitir mais, por exemplo para citar ou ensinar.
reuse-letter = Uma carta para pedir permissão, pronta para enviar
reuse-credit = Para citar quem fez
reuse-own = Esta obra é de vocês: não precisam da permissão de ninguém, a não ser de quem fez partes dela. Às outras pessoas diz-se:
reuse-no-licence = Não: não há licença. Peça permissão.
