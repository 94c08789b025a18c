### What licences say, in plain words.

licences-title = Lizenzen in einfachen Worten
licences-about = Was jede Lizenz erlaubt, wen sie ausschließt und was sie als Gegenleistung verlangt, Klausel für Klausel. Was für euch und eure Verwendung gilt, hängt davon ab, wer ihr seid: fragt auf der Seite einer Ressource.
licences-text = Der Text selbst
licences-all = Alle Lizenzen
licences-unread = Ihr Text ist dafür noch nicht gelesen worden: Antworten darüber sind nie besser als „unklar“.
licences-what = Was sie erlaubt
licences-bars = Wen und was sie ausschließt
licences-duties = Was sie als Gegenleistung verlangt
licences-result = Unter welcher Lizenz veränderte Fassungen weitergehen
licences-published = Hier unter dieser Lizenz veröffentlicht
licences-otherwise = in allen anderen Fällen
licences-only-where = nur wo gilt: { $conditions }
clause-deed = Kurzfassung
clause-permission = Erlaubnis { $number }
clause-agreement = Vereinbarung { $id }
licences-clause = Klausel { $clause }
