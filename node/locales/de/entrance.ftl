### Signing in, setting a node up, becoming a member, and one's own passphrase.

sign-in-title = Anmelden
# On a button, and in the menu.
sign-in-button = Anmelden
sign-out-button = Abmelden
sign-in-name = Dein Name auf diesem Knoten
sign-in-name-hint = So, wie du ihn beim Erstellen deiner Schlüssel gewählt hast. Leer lassen, wenn du diesen Knoten eingerichtet hast.
sign-in-by-code = Du kommst mit dem Link der Person, die diesen Knoten betreibt. Er lässt dich einmal hinein.
sign-in-lost = Niemand kann eine Passphrase zurücksetzen, denn außer dir kennt sie niemand. Wer sie verloren hat, wird von einem Mitglied noch einmal eingeladen und erstellt neue Schlüssel.

passphrase = Passphrase
passphrase-old = Deine jetzige Passphrase
passphrase-new = Wähle eine Passphrase
passphrase-new-hint = Gut sind vier oder fünf einfache Wörter: das ist lang und leicht zu merken.
passphrase-again = Noch einmal dieselbe Passphrase

set-up-title = Euren Knoten einrichten
set-up-button = Einrichten
set-up-about = Hier entstehen die Schlüssel, die in eurem Namen unterschreiben. Sie bleiben auf diesem Knoten, versiegelt mit deiner Passphrase.
set-up-who = Wer seid ihr?
set-up-organisation = Eine Organisation, zum Beispiel eine Genossenschaft
set-up-person = Eine einzelne Person
set-up-name = Wie ihr heißt
set-up-name-hint = Alle sehen ihn. Bei einer Person genügt ein Pseudonym.
set-up-kind = Art der Organisation
set-up-kind-hint = Lizenzen wie die Peer Production License fragen danach.
set-up-kind-unsaid = das möchten wir noch nicht sagen
set-up-member = Dein eigener Name, als Mitglied
set-up-member-hint = Alle sehen ihn neben deinem Schlüssel. Leer lassen, wenn du lieber nicht genannt wirst.
set-up-no-code = Noch hat niemand diesen Knoten eingerichtet. Dazu braucht es einen Link, den nur erstellen kann, wer den Knoten betreibt: dieser Befehl zeigt ihn an, auf dem Rechner des Knotens.

card-title = Schreibt das auf Papier
card-about = Das ist eure Notfallkarte. Mit ihr kommt ihr zurück, wenn eines Tages Schlüssel verloren gehen oder gestohlen werden. Wer sie hat, kann in eurem Namen das Steuer übernehmen: bewahrt sie so auf, dass andere nicht herankommen, am besten an einem anderen Ort, vielleicht bei einer befreundeten Genossenschaft.
card-picture = Dasselbe, zum Scannen
card-once = Sie wird nur dieses eine Mal gezeigt und nirgends aufbewahrt. Druckt diese Seite aus oder schreibt die Wörter ab, bevor ihr weitergeht.
card-next = Wie geht es weiter?
card-next-members = Die anderen Mitglieder einladen
card-next-publish = Etwas veröffentlichen

# $name: what the organisation is called
join-title = Mitglied von { $name } werden
join = Meine Schlüssel erstellen
join-about = Du wurdest eingeladen, für diese Organisation zu unterschreiben. Hier erstellst du eigene Schlüssel, versiegelt mit einer Passphrase, die sonst niemand kennt. Sobald die Mitglieder dich aufgenommen haben, trägt deine eigene Unterschrift, was du veröffentlichst, anerkennst und entscheidest, und deine Stimme zählt als eine.
join-name = Dein Name auf diesem Knoten
join-name-hint = Damit meldest du dich an, und die Mitglieder wissen, wer fragt. Ein Pseudonym genügt.
join-unnamed = Meinen Namen nicht veröffentlichen: nur meinen Schlüssel zeigen
join-no-invitation = Diese Einladung gilt nicht mehr: sie wurde schon benutzt oder ist älter als eine Woche. Bitte ein Mitglied um eine neue.

operator-title = Was die Person tun könnte, die diesen Knoten betreibt
operator-could = Deine Schlüssel liegen auf diesem Knoten, versiegelt mit deiner Passphrase, und sind offen, solange du angemeldet bist. Wer den Knoten betreibt, kann sie so, wie sie dort liegen, nicht lesen. Diese Person könnte aber das Programm so ändern, dass es deine Passphrase behält, wenn du sie eintippst, und dann in deinem Namen unterschreiben. Wenn dir das zu viel Vertrauen ist, betreibe einen eigenen Knoten und werde von dort aus Mitglied: dann verlassen deine Schlüssel ihn nie.

account-title = Du
account-owner = Du bist mit den Schlüsseln des Knotens angemeldet: als die Person, die ihn eingerichtet hat.
# $name: with what name somebody signed in
account-member = Du bist angemeldet als { $name }.
account-may-not-sign = Du kannst noch nicht für die Organisation unterschreiben: erst müssen Mitglieder dich aufnehmen. Sag ihnen, dass du deine Schlüssel erstellt hast; sie finden dich unter „Mitglieder“.
account-passphrase = Deine Passphrase ändern
account-change = Ändern

# What was done, shown once above the page that follows.
done-joined = Deine Schlüssel sind erstellt. Jetzt können Mitglieder dich aufnehmen.
done-passphrase = Deine Passphrase ist geändert. In anderen Browsern, in denen du angemeldet warst, bist du jetzt abgemeldet.
