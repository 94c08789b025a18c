### What licences say, in plain words.

licences-title = Les licences en mots simples
licences-about = Ce que chaque licence permet, qui elle exclut et ce qu’elle demande en contrepartie, clause par clause. Ce qui vaut pour vous et votre usage dépend de qui vous êtes : posez la question sur la page d’une ressource.
licences-text = Le texte lui-même
licences-all = Toutes les licences
licences-unread = Personne n’a encore lu son texte pour cela : les réponses à son sujet ne sont jamais meilleures que « pas clair ».
licences-what = Ce qu’elle permet
licences-bars = Qui et quoi elle exclut
licences-duties = Ce qu’elle demande en contrepartie
licences-result = Sous quelle licence continuent les versions modifiées
licences-published = Publié ici sous cette licence
licences-otherwise = dans les autres cas
licences-only-where = seulement si : { $conditions }
clause-deed = résumé
clause-permission = autorisation { $number }
clause-agreement = accord { $id }
licences-clause = Clause { $clause }
