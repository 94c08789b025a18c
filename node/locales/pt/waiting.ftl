### What waits for an answer or a decision of ours.

waiting-title = À sua espera
waiting-nothing = Não há nada à sua espera.
waiting-decide = A decidir entre membros
waiting-answer = A responder
waiting-strangers = De pessoas e organizações que ninguém em quem se confie aqui apresentou
waiting-more = Há mais: aparece quando isto tiver resposta.

# What somebody waits for; what it is about follows after a colon.
waiting-what-contribution = Contribuição
waiting-what-question = Dúvida
waiting-what-removal = Pede a remoção
waiting-what-claim = Diz que é quem aparece na sua ficha de diretório
waiting-what-reply = Resposta para você
waiting-what-agreement = Acordo proposto
waiting-what-part = A sua parte, numa obra com uma licença que você não aceitou

waiting-acknowledge = Reconhecer
waiting-question = Questionar
waiting-question-why = De que duvida?
waiting-reply = Responder
waiting-reply-text = A sua resposta, que todas as pessoas podem ler
waiting-look = Ver

unit-hour = horas
unit-day = dias

done-acknowledged = Reconhecida: agora todas as pessoas a podem ver.
done-questioned = A sua dúvida aparece agora ao lado.
done-replied = A sua resposta aparece agora ao lado.
