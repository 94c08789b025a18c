### O que membros dizem de uma ficha, e fazem com uma própria.

say-question-title = Perguntar ou duvidar
say-question-about = Quem a mantém fica sabendo, e pode responder. Todo mundo pode ler as duas coisas.
say-question-text = O que você pergunta, ou de que duvida?
say-question-send = Perguntar

say-confirm-title = Confirmar ou negar
say-confirm-about = Você diz, pela sua organização, se isto é assim. Todo mundo pode ler, e ajuda outras pessoas a confiar nisto. Você pode retirar.
# Between the name of a fact, with a colon, and what they say of it.
say-confirm-stated = dizem
say-confirm-value = O que é assim, que você saiba?
say-confirm-until = Até que dia você pode dizer isso, se não for sem fim
say-confirm-text = Como você sabe
say-confirm-send = Dizer
say-confirm-withdraw = Retirar o que dissemos disto

say-introduce-title = Recomendar
say-introduce-about = Recomendar alguém é dizer: nós conhecemos essa gente, acolham o que escreve. Os nós que confiam em vocês então fazem isso, e todo mundo pode ler que vocês disseram. Recomende só quem você conhece.
say-introduce-send = Recomendar
say-introduce-withdraw = Deixar de recomendar

say-hide-title = Ocultar
say-hide-about = Não se mostra mais a ninguém, em nenhum nó, até que alguém de vocês mostre de novo. Ocultar não é apagar: o que diz fica nos discos.
say-hide-text = Por quê, se você quiser dizer; todo mundo pode ler
say-hide-send = Ocultar
say-unhide = Mostrar de novo

say-erase-title = Apagar
say-erase-about = Cada nó que fica sabendo elimina isto para sempre: nada traz de volta.
say-erase-history = Mudar não tira o que estava antes; apagar, sim.
say-erase-copies = Uma cópia no disco de outra pessoa pode ficar.
say-erase-members = São precisos tantos membros quantos dizem as suas regras.
say-erase-sure = Sim, apagar para sempre
say-erase-send = Apagar

done-confirmed = Você disse: todo mundo pode ler.
done-confirmation-withdrawn = Você retirou.
done-introduced = Agora vocês recomendam.
done-introduction-withdrawn = Vocês não recomendam mais.
done-hidden = Oculto: não se mostra a ninguém.
done-shown-again = Mostra-se de novo.
done-erased = Apagado para sempre. Cada nó que fica sabendo elimina.
