### The forms for publishing and for recording contributions.

publish-title = Publicar
publish = Publicar
publish-public = Todas as pessoas podem ler o que você publica, em cada nó que o acolha.
publish-name = Título
publish-language = Idioma
publish-language-unsaid = outro, ou nenhum
publish-summary = O que é?
publish-licence = Licença
publish-licence-hint = Em que condições outras pessoas e organizações podem usar.
publish-other-licence = Outra licença
publish-other-licence-hint = Como expressão SPDX, por exemplo MIT OR Apache-2.0. Conta em lugar da que está acima.
publish-type = Que tipo de coisa
publish-topics = Temas
publish-topics-hint = Um por linha.
publish-links = Onde encontrar
publish-links-hint = Endereços completos que comecem por https://, um por linha.
publish-made-by = Feito por
publish-made-by-hint = Os nomes que escolheram, um por linha. Deixe vazio se é de todas e todos.
publish-derived-from = Feito a partir de
publish-derived-from-hint = Identificadores das obras a partir das quais foi feito, separados por vírgulas.
publish-place = Lugar
publish-place-hint = O município, se é algo que fica num deles, como um espaço ou uma ferramenta.
publish-how-run = Como é cuidado

edit-title = Mudar
edit-save = Guardar
edit-licence-members = Para outra licença é preciso o acordo de tantos membros quantos as regras da organização disserem; até lá, vale a atual.
edit-history = Mudar não retira o que ali estava antes: continua no histórico. Apagar, sim.

licence-ppl = para cooperativas de trabalho; quem não é pergunta antes
licence-cc-by-sa-4-0 = para qualquer pessoa, citando quem fez e compartilhando sob a mesma licença
licence-cc-by-4-0 = para qualquer pessoa, citando quem fez
licence-cc-by-nc-sa-4-0 = sem fins comerciais, citando quem fez e compartilhando sob a mesma licença
licence-cc0-1-0 = para qualquer pessoa, sem condições
licence-agpl-3-0-or-later = programas de computador, compartilhando sob a mesma licença, também na rede
licence-gpl-3-0-or-later = programas de computador, compartilhando sob a mesma licença
licence-mit = programas de computador, mantendo o aviso
licence-cern-ohl-s-2-0 = hardware, compartilhando sob a mesma licença

contribute-title = Anotar uma contribuição
contribute = Anotar
contribute-to = Para:
contribute-public = Qualquer pessoa pode ler isto depois de publicado. Não diga o nome de ninguém de quem você cuidou, nem dê detalhes pelos quais a vizinhança possa saber quem é.
contribute-role = O que você fez
contribute-role-hint = Escolha uma opção, ou escreva com as suas próprias palavras.
contribute-track = Como você valoriza isso
contribute-track-hint = Só se quiser dizer.
contribute-payment = Pago ou não
contribute-unsaid = não dito
contribute-hours = Horas
contribute-hours-hint = Só se quiser dizer.
contribute-period = Quando
contribute-period-hint = Um ano, um mês ou “primavera de 2026”.
contribute-credit-as = Nome para os créditos
contribute-credit-as-hint = Um nome, mesmo inventado, se não for o da organização.
contribute-note = Uma nota
contribute-note-hint = Também é pública.
contribute-draft = Guardar neste nó, por agora

role-translation = tradução
role-writing = redação
role-proofreading = revisão de textos
role-code = programação
role-design = design
role-teaching = ensino
role-organising-events = organização de eventos
role-hosting = acolhimento
role-childcare = cuidado de crianças
role-cooking = cozinha
role-maintenance = manutenção
role-advice = aconselhamento

done-published = Publicado. A partir de agora, outras pessoas podem encontrar.
done-changed = Mudado.
done-contributed = Anotada. Quem mantém a obra já a pode reconhecer.
done-drafted = Guardada neste nó: mais ninguém a vê.
