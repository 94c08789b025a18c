### What licences say, in plain words.

licences-title = As licenças em palavras simples
licences-about = O que cada licença deixa fazer, quem ela exclui e o que pede em troca, cláusula por cláusula. O que vale para você e o seu uso depende de quem você é: pergunte na página de um recurso.
licences-text = O próprio texto
licences-all = Todas as licenças
licences-unread = Ninguém leu ainda o texto dela para isto: as respostas sobre ela nunca são melhores do que “não está claro”.
licences-what = O que ela deixa fazer
licences-bars = Quem e o que ela exclui
licences-duties = O que ela pede em troca
licences-result = Com que licença seguem as versões mudadas
licences-published = Publicado aqui com esta licença
licences-otherwise = nos outros casos
licences-only-where = só onde vale: { $conditions }
clause-deed = resumo
clause-permission = permissão { $number }
clause-agreement = acordo { $id }
licences-clause = Cláusula { $clause }
